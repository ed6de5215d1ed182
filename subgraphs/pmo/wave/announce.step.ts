import type { EntityManager } from '@mikro-orm/postgresql';
import { execute, run } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { queriesOver } from '../../kit/query.ts';
import { holdLists } from '../barred/index.ts';
import { type Outcome, outcomesAfter } from '../draw/index.ts';
import type { Fundings } from '../funding/index.ts';
import { type PolicyService, policyOf } from '../policy/index.ts';
import { ANNOUNCE_TOTAL, DECIDE } from './announce.statement.ts';
import { WaveEntity } from './wave.entity.ts';
import { recipientsAnnounced } from './wave.events.ts';
import { WaveStatus, WaveStepName } from './wave.status.ts';
import { type ChunkedStep, dayOf, type RunningStep } from './wave-step.ts';

/** People of one transaction, winners or not. */
const AT_ONCE = 2_000;

const AWARD = queriesOver(WaveEntity)<{ wave: number }>()('wave-award', (db, { wave }) =>
  db.selectFrom('wave').select(['policyVersion', 'purchaseDeadline', 'announcedAt']).where('number', '=', wave),
);

interface AnnounceOptions {
  policies: PolicyService;
  fundings: Fundings;
  outbox: Outbox;
  now: () => Date;
}

const publish = async (
  tx: EntityManager,
  running: RunningStep,
  { outbox, winners }: { outbox: Outbox; winners: readonly string[] },
): Promise<void> => {
  if (winners.length === 0) return;
  const { waveNumber, requestId } = running;
  const [award] = await run(tx, AWARD, { wave: waveNumber });
  if (!award) return;
  const { policyVersion, purchaseDeadline, announcedAt } = award;
  // However long it takes to tell all: the last day of their balances is reckoned from it.
  const at = (announcedAt ?? running.startedAt).toISOString();
  const { trainingBalance, incentive, survey } = policyOf(policyVersion);
  const facts = { wave: waveNumber, policyVersion, trainingBalance, incentive, survey, purchaseDeadline, at };
  const data = [];
  for (let from = 0; from < winners.length; from += CHUNK)
    data.push({ ...facts, participants: winners.slice(from, from + CHUNK) });
  await outbox.add(tx, recipientsAnnounced, { data, requestId });
};

/** Returns who of these people may still receive, since months may lie between the draw and now. */
const eligibleOf = async (
  tx: EntityManager,
  policies: PolicyService,
  { page, running }: { page: readonly Outcome[]; running: RunningStep },
): Promise<Set<string>> => {
  const winners = page.filter(({ isWinner }) => isWinner).map(({ participantId }) => participantId);
  const decided = await policies.decide(tx, {
    participantIds: winners,
    purpose: WaveStepName.ANNOUNCE,
    wave: running.waveNumber,
    asOf: dayOf(running),
  });
  return new Set(winners.filter((id) => decided.get(id)?.isEligible));
};

/**
 * Tells everyone of a drawn wave how it came out. Winners are judged once more: whoever may no longer receive becomes
 * INELIGIBLE. Awards and their events are one transaction a chunk.
 */
export const announceStep = ({ policies, fundings, outbox, now }: AnnounceOptions): ChunkedStep => ({
  to: WaveStatus.ANNOUNCED,
  next: null,
  total: ANNOUNCE_TOTAL,
  // All winners have the same last day, counted from the moment at which the announcement began.
  begin: (wave) => {
    const { purchaseDays } = policyOf(wave.policyVersion);
    const announcedAt = now();
    wave.announcedAt = announcedAt;
    wave.purchaseDeadline = purchaseDays ? jakartaDayAfter(announcedAt, purchaseDays) : null;
  },
  chunk: async (tx, running) => {
    const { waveNumber: wave, cursor: after } = running;
    // Whoever is put on a list meanwhile is judged after this chunk, as the holder of an award.
    await holdLists(tx);
    const page = await outcomesAfter(tx, wave, { after, limit: AT_ONCE });
    const eligible = await eligibleOf(tx, policies, { page, running });
    const ids = page.map(({ participantId }) => participantId);
    const isWinner = page.map((outcome) => outcome.isWinner);
    const isEligible = ids.map((id) => eligible.has(id));
    const { rows } = await execute(tx, DECIDE, [wave, ids, isWinner, isEligible]);
    await publish(tx, running, { outbox, winners: rows.map(({ id }) => id) });
    // Places of which nobody is awarded are not paid for.
    if (page.length < AT_ONCE) await fundings.trim(tx, { wave, requestId: running.requestId });
    return { done: page.length, cursor: page.length < AT_ONCE ? null : (ids.at(-1) ?? null) };
  },
});
