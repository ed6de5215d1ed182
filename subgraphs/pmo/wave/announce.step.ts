import type { EntityManager } from '@mikro-orm/postgresql';
import { execute, run } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { queriesOver } from '../../kit/query.ts';
import { holdLists } from '../barred/index.ts';
import { type Outcome, outcomesAfter } from '../draw/index.ts';
import type { Fundings } from '../funding/index.ts';
import { GIVE_UNTIL } from '../journey/index.ts';
import { type PolicyService, policyOf } from '../policy/index.ts';
import { type Tranche, tranchesOf } from '../tranche/index.ts';
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

/** People who are awarded together: those of one tranche. */
interface Winners {
  people: string[];
  /** First day of their tranche; null in a wave of one period. */
  startsOn: string | null;
}

const publish = async (
  tx: EntityManager,
  running: RunningStep,
  { outbox, groups, now }: { outbox: Outbox; groups: readonly Winners[]; now: Date },
): Promise<void> => {
  const { waveNumber, requestId } = running;
  const [award] = await run(tx, AWARD, { wave: waveNumber });
  if (!award) return;
  const { policyVersion, purchaseDeadline: ofWave, announcedAt } = award;
  // However long it takes to tell all: the last day of their balances is reckoned from it.
  const at = (announcedAt ?? running.startedAt).toISOString();
  const { trainingBalance, incentive, survey, purchaseDays } = policyOf(policyVersion);
  const data = [];
  for (const { people, startsOn } of groups) {
    const own = startsOn && purchaseDays ? jakartaDayAfter(new Date(`${startsOn}T00:00:00+07:00`), purchaseDays) : null;
    const isLater = own !== null && ofWave !== null && own > ofWave;
    if (isLater) await execute(tx, GIVE_UNTIL, [people, waveNumber, own, now]);
    const purchaseDeadline = isLater ? own : ofWave;
    const begins = startsOn ? { startsOn } : {};
    const facts = {
      wave: waveNumber,
      policyVersion,
      trainingBalance,
      incentive,
      survey,
      purchaseDeadline,
      ...begins,
      at,
    };
    for (let from = 0; from < people.length; from += CHUNK)
      data.push({ ...facts, participants: people.slice(from, from + CHUNK) });
  }
  if (data.length > 0) await outbox.add(tx, recipientsAnnounced, { data, requestId });
};

const groupsOf = (
  awarded: readonly { id: string; tranche: number | null }[],
  tranches: readonly Tranche[],
): Winners[] =>
  [...Map.groupBy(awarded, ({ tranche }) => tranche)].map(([number, rows]) => ({
    people: rows.map(({ id }) => id),
    startsOn: tranches.find((tranche) => tranche.number === number)?.startsOn ?? null,
  }));

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
  // All winners have the same last day, counted from the moment at which the announcement began; those of a tranche that
  // begins later have theirs.
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
    const tranches = await tranchesOf(tx, wave);
    const numbers = page.map(({ tranche }) => tranche);
    const { rows } = await execute(tx, DECIDE, [wave, ids, isWinner, isEligible, numbers]);
    await publish(tx, running, { outbox, groups: groupsOf(rows, tranches), now: now() });
    // Places of which nobody is awarded are not paid for.
    if (page.length < AT_ONCE) await fundings.trim(tx, { wave, requestId: running.requestId });
    return { done: page.length, cursor: page.length < AT_ONCE ? null : (ids.at(-1) ?? null) };
  },
});
