import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { returnUnspent } from '../balance/index.ts';
import { byWaveAndYear, post } from '../ledger/index.ts';
import { REVOKED } from './revocation.statement.ts';

export interface Return {
  participants: readonly string[];
  wave: number;
  /** Names the fact for ever: of the wave and the event. */
  reference: string;
  at: Date;
  requestId: string;
}

/**
 * Returns what is left of the balances of one wave's people to the treasury: one statement and one journal entry for
 * each year, however many. What is held for a purchase stays until that ends.
 * @returns how many have money that is held
 */
export const returnBalances = async (tx: EntityManager, returned: Return): Promise<number> => {
  const { participants, wave, reference, at, requestId } = returned;
  if (participants.length === 0) return 0;
  const left = await returnUnspent(tx, { participants, wave, at });
  for (const { year, rows } of byWaveAndYear(left.filter(({ amount }) => amount > 0n))) {
    const postings = rows.flatMap(({ id: participantId, amount }) => [
      { account: 'TRAINING_BALANCE' as const, participantId, amount: -amount },
      { account: 'RETURNED' as const, participantId, amount },
    ]);
    const facts = { kind: 'RETURN' as const, reference: `${reference}:${year}`, at, requestId };
    await post(tx, { ...facts, waveNumber: wave, year, postings });
  }
  return left.filter((row) => row.held > 0n).length;
};

/**
 * Returns what stands available on the balances of those of these people whose award was taken back: of a grant that
 * came after that, or of a hold that ended after it.
 */
export const returnRevoked = async (tx: EntityManager, returned: Omit<Return, 'wave'>): Promise<void> => {
  const { rows } = await execute(tx, REVOKED, [returned.participants]);
  for (const [wave, people] of Map.groupBy(rows, (row) => row.wave)) {
    const participants = people.map(({ participant }) => participant);
    await returnBalances(tx, { ...returned, participants, wave, reference: `${returned.reference}:${wave}` });
  }
};
