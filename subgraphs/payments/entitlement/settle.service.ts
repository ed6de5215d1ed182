import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { makeDue, withdrawUnsent } from '../disbursement/index.ts';
import { byWaveAndYear, post } from '../ledger/index.ts';
import { AFFORDABLE, DECIDE, POSTPONE } from './claim.statement.ts';
import { cutOffColumns } from './cut-offs.data.ts';

type Claim = Parameters<typeof makeDue>[1][number];

interface SettleCall {
  /** Locked by the caller. */
  participants: readonly string[];
  at: Date;
  /** Names the run in the ledger: the event's id, or one of its own. */
  run: string;
  requestId?: string;
}

interface Payout {
  participant: string;
  wave: number;
  /** Budget year that it became due in; null: that of the wave. */
  year: number | null;
  amount: bigint;
}

type Kind = 'DUE' | 'WITHDRAW';

/** One journal entry a wave and year, in the order of the waves: from what is not granted yet to what is payable, or from there back to the treasury. */
const postPayouts = async (
  em: EntityManager,
  kind: Kind,
  { payouts, at, run, requestId = run }: Omit<SettleCall, 'participants'> & { payouts: readonly Payout[] },
) => {
  for (const { wave, year, rows: ofWave } of byWaveAndYear(payouts)) {
    const sums = new Map<string, bigint>();
    for (const { participant, amount } of ofWave) sums.set(participant, (sums.get(participant) ?? 0n) + amount);
    const total = ofWave.reduce((sum, { amount }) => sum + amount, 0n);
    const of = (account: 'INCENTIVE_PAYABLE' | 'RETURNED', sign: bigint) =>
      [...sums].map(([participantId, amount]) => ({ account, participantId, amount: sign * amount }));
    const postings =
      kind === 'DUE'
        ? [...of('INCENTIVE_PAYABLE', 1n), { account: 'UNALLOCATED' as const, participantId: null, amount: -total }]
        : [...of('INCENTIVE_PAYABLE', -1n), ...of('RETURNED', 1n)];
    const reference = `${kind.toLowerCase()}:${wave}:${year}:${run}`;
    await post(em, { kind, reference, waveNumber: wave, year, at, requestId, postings });
  }
};

/**
 * Leaves out what a wave has no money for, and has its people looked at again a day later: money that has lapsed, or is not
 * there yet, keeps nobody else from what is due to them.
 */
const affordable = async (em: EntityManager, claims: readonly Claim[], at: Date): Promise<readonly Claim[]> => {
  const waves = Map.groupBy(claims, ({ wave }) => wave);
  const { rows } = await execute(em, AFFORDABLE, [[...waves.keys()]]);
  const short = rows
    .filter(({ wave, left }) => left < (waves.get(wave) ?? []).reduce((sum, { amount }) => sum + amount, 0n))
    .map(({ wave }) => wave);
  if (short.length === 0) return claims;
  const waiting = claims.filter(({ wave }) => short.includes(wave)).map(({ participant }) => participant);
  await execute(em, POSTPONE, [waiting, at]);
  return claims.filter(({ wave }) => !short.includes(wave));
};

/**
 * Brings what is due to people into line with all that is known of them: makes payouts due whose time has come, and
 * withdraws what is not sent yet of those who lost the award or the certificate of their first course. Takes the same
 * statements however many people; twice changes nothing.
 * @throws BudgetExhausted when others took the money at this moment; the transaction is then lost
 */
export const settle = async (
  em: EntityManager,
  { participants, at, run, requestId = run }: SettleCall,
): Promise<void> => {
  const decided = (await execute(em, DECIDE, [participants, at, ...cutOffColumns()])).rows;
  const fallen = decided.filter(({ outcome }) => outcome === 'FALLEN').map(({ participant }) => participant);
  const claims = decided.filter(({ outcome }) => outcome === 'DUE');
  const withdrawn = fallen.length > 0 ? await withdrawUnsent(em, fallen) : [];
  const due = claims.length > 0 ? await makeDue(em, await affordable(em, claims, at)) : [];
  await postPayouts(em, 'WITHDRAW', { payouts: withdrawn, at, run, requestId });
  await postPayouts(em, 'DUE', { payouts: due, at, run, requestId });
};
