import { execute } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { policyOf, totalOf } from '../policy/policy.service.ts';
import { recipientsRevoked } from './wave.events.ts';
import { refusals } from './wave.refusal.ts';
import { WaveStatus } from './wave.status.ts';
import type { ChunkedStep } from './wave-steps.service.ts';

/** People of one transaction: five events. */
const AT_ONCE = 5 * CHUNK;

const POLICY = 'select policy_version as "policyVersion" from wave where number = $1';

const waiting = `from award_claim join participant on participant.id = participant_id
    where wave_number = $1 and revoked_at is null and participant.status = 'RECIPIENT'`;

// A recipient who has bought is ACTIVE or ALUMNI. The award stays and is marked; the NIK joins the list REVOKED, whose
// versions are the waves.
const REVOKE = `with due as materialized (
    select participant.id ${waiting} and participant_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
    order by participant_id limit $4 for update of participant
  ), revoked as (
    update participant set status = 'REVOKED' from due where participant.id = due.id
  ), marked as (
    update award_claim set revoked_at = $3 from due where participant_id = due.id
  ), barred as (
    insert into barred_entry (list, nik_index, added_in)
    select 'REVOKED', nik_index, $1::int from nik_claim join due on participant_id = due.id order by nik_index
    on conflict (list, nik_index) do update set removed_in = null where barred_entry.removed_in is not null
  ), freed as (
    update wave set freed = freed + (select count(*) from due) where number = $1 and exists (select from due)
  )
  select id from due order by id`;

interface RevokeOptions {
  outbox: Outbox;
  now: () => Date;
}

/** Takes the award from recipients who bought nothing in time; payments returns their balances. Then the wave is settled. */
export const revokeStep = ({ outbox, now }: RevokeOptions): ChunkedStep => ({
  from: WaveStatus.ANNOUNCED,
  to: WaveStatus.SETTLED,
  next: null,
  total: `select count(*) ${waiting}`,
  begin: async (_, { purchaseDeadline }) => {
    const today = jakartaDayAfter(now(), 0);
    if (purchaseDeadline === null || today <= purchaseDeadline) throw refusals.deadline(purchaseDeadline);
  },
  chunk: async (tx, { waveNumber: wave, cursor, requestId }) => {
    const at = now();
    const { rows } = await execute<{ id: string }>(tx, REVOKE, [wave, cursor, at, AT_ONCE]);
    const version = (await execute<{ policyVersion: string }>(tx, POLICY, [wave])).rows[0]?.policyVersion ?? '';
    const policy = policyOf(version);
    const { trainingBalance, incentive, survey } = policy;
    const facts = { wave, policyVersion: version, trainingBalance, incentive, survey };
    const data = [];
    for (let from = 0; from < rows.length; from += CHUNK) {
      const participants = rows.slice(from, from + CHUNK).map(({ id }) => id);
      const returned = participants.length * totalOf(policy);
      data.push({ ...facts, reason: 'NO_FIRST_PURCHASE' as const, returned, at: at.toISOString(), participants });
    }
    if (data.length > 0) await outbox.add(tx, recipientsRevoked, { data, requestId });
    return { done: rows.length, cursor: rows.length < AT_ONCE ? null : (rows.at(-1)?.id ?? null) };
  },
});
