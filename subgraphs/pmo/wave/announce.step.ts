import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { holdLists } from '../barred/barred.service.ts';
import { type Outcome, outcomesAfter } from '../draw/draw.service.ts';
import { type PolicyService, policyOf } from '../policy/policy.service.ts';
import { recipientsAnnounced } from './wave.events.ts';
import { WaveStatus } from './wave.status.ts';
import { type ChunkedStep, dayOf, type RunningStep, WaveStepName } from './wave-steps.service.ts';

/** People of one transaction, winners or not. */
const AT_ONCE = 2_000;

const WAVE = `select policy_version as "policyVersion", purchase_deadline::text as "purchaseDeadline" from wave where number = $1`;

const TELL = 'update wave set announced_at = $2, purchase_deadline = $3 where number = $1';

// The key of the award keeps the rule of one a lifetime. A winner who is turned down leaves a place that only a decision
// gives to others; whoever is not selected is free for another wave, and so is their place on the family card.
const DECIDE = `with page as (
    select * from unnest($2::uuid[], $3::boolean[], $4::boolean[]) as page (participant_id, is_winner, is_eligible)
  ), claimed as (
    insert into award_claim (participant_id, wave_number)
    select participant_id, $1::int from page where is_winner and is_eligible order by participant_id
    on conflict (participant_id) do nothing returning participant_id
  ), decided as (
    select participant_id, is_winner, claimed.participant_id is not null as is_awarded
    from page left join claimed using (participant_id)
  ), moved as (
    update registration set status =
      case when is_awarded then 'SELECTED' when is_winner then 'INELIGIBLE' else 'NOT_SELECTED' end
    from decided where registration.wave_number = $1 and registration.participant_id = decided.participant_id
  ), people as (
    update participant set status = case when is_awarded then 'RECIPIENT' else 'VERIFIED' end from decided
    where participant.id = decided.participant_id and (is_awarded or participant.status = 'APPLICANT')
  ), released as (
    delete from kk_claim using decided
    where kk_claim.participant_id = decided.participant_id and kk_claim.wave_number = $1 and not is_awarded
  ), freed as (
    update wave set freed = freed + places.count
    from (select count(*) from decided where is_winner and not is_awarded) places
    where number = $1 and places.count > 0
  )
  select participant_id as id from claimed order by 1`;

interface AnnounceOptions {
  policies: PolicyService;
  outbox: Outbox;
  now: () => Date;
}

interface Award {
  policyVersion: string;
  purchaseDeadline: string | null;
}

const publish = async (
  tx: EntityManager,
  { waveNumber, requestId }: RunningStep,
  { outbox, award, winners }: { outbox: Outbox; award: Award; winners: readonly string[] },
) => {
  const { policyVersion, purchaseDeadline } = award;
  const { trainingBalance, incentive, survey } = policyOf(policyVersion);
  const facts = { wave: waveNumber, policyVersion, trainingBalance, incentive, survey, purchaseDeadline };
  const data = [];
  for (let from = 0; from < winners.length; from += CHUNK)
    data.push({ ...facts, participants: winners.slice(from, from + CHUNK) });
  if (data.length > 0) await outbox.add(tx, recipientsAnnounced, { data, requestId });
};

/**
 * Tells everyone of a drawn wave how it came out. Winners are judged once more, since months may lie between: whoever
 * may no longer receive becomes INELIGIBLE. Awards and their events are one transaction a chunk.
 */
export const announceStep = ({ policies, outbox, now }: AnnounceOptions): ChunkedStep => ({
  from: WaveStatus.DRAWN,
  to: WaveStatus.ANNOUNCED,
  next: null,
  total: `select count(*) from registration where wave_number = $1 and status in ('ELIGIBLE', 'SELECTED')`,
  // All winners have the same last day, counted from the moment at which the announcement began.
  begin: async (tx, { number, policyVersion }) => {
    const { purchaseDays } = policyOf(policyVersion);
    const announcedAt = now();
    const deadline = purchaseDays ? jakartaDayAfter(announcedAt, purchaseDays) : null;
    await execute(tx, TELL, [number, announcedAt, deadline]);
  },
  chunk: async (tx, running) => {
    const { waveNumber: wave, cursor: after } = running;
    // Whoever is put on a list meanwhile is judged after this chunk, as the holder of an award.
    await holdLists(tx);
    const page: Outcome[] = await outcomesAfter(tx, wave, { after, limit: AT_ONCE });
    const participantIds = page.filter(({ isWinner }) => isWinner).map(({ participantId }) => participantId);
    const asOf = dayOf(running);
    const judged = await policies.decide(tx, { participantIds, purpose: WaveStepName.ANNOUNCE, wave, asOf });
    const columns = [
      page.map(({ participantId }) => participantId),
      page.map(({ isWinner }) => isWinner),
      page.map(({ participantId }) => judged.get(participantId)?.isEligible ?? false),
    ];
    const { rows } = await execute<{ id: string }>(tx, DECIDE, [wave, ...columns]);
    const [award] = (await execute<Award>(tx, WAVE, [wave])).rows;
    if (award) await publish(tx, running, { outbox, award, winners: rows.map(({ id }) => id) });
    return { done: page.length, cursor: page.length < AT_ONCE ? null : (page.at(-1)?.participantId ?? null) };
  },
});
