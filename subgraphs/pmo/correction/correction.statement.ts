import { auditedStatement } from '../../kit/audit/statement.ts';
import type { Statement } from '../../kit/database.ts';
import { oneMoreTry } from '../participant/person.service.ts';
import type { Values } from './correction.ts';

/** All that a correction depends on, as it stands before; of someone unknown all is null. */
export interface CorrectionFacts extends Omit<Values, 'nik' | 'kk' | 'phone' | 'email'> {
  /** Of the call that was made before under this key; null when there was none. */
  isSame: boolean | null;
  version: number | null;
  sex: string | null;
  isSynthetic: boolean;
  sealed: Buffer | null;
  kekId: string | null;
  wrapped: Buffer | null;
  isErased: boolean;
  hasAward: boolean;
  isInWave: boolean;
}

/** Takes the person, the caller, the key and the hash of the call. */
export const READ_CORRECTION: Statement = {
  name: 'correction-facts',
  text: `select known.body_hash = $4::bytea as "isSame", participant.version, participant.name,
      participant.birth_date as "birthDate", participant.region_code as region, participant.education,
      participant.work_status as "workStatus", participant.occupation, participant.motivation, participant.interests,
      participant.is_in_formal_education as "isInFormalEducation", participant.sex,
      participant.is_synthetic as "isSynthetic", card.sealed, own.kek_id as "kekId", own.wrapped,
      own.destroyed_at is not null as "isErased", award.participant_id is not null as "hasAward",
      place.participant_id is not null or exists (
        select from registration where registration.participant_id = $1::uuid and status in ('JOINED', 'ELIGIBLE', 'SELECTED')
      ) as "isInWave"
    from (values ($1::uuid)) as asking (id)
    left join idempotency_key known on known.caller = $2 and known.operation = 'correctRegistration' and known.key = $3
    left join participant on participant.id = asking.id
    left join participant_identity card on card.participant_id = asking.id
    left join subject_key own on own.subject_id = asking.id
    left join award_claim award on award.participant_id = asking.id
    left join kk_claim place on place.participant_id = asking.id`,
};

const parameters = [
  ...['id', 'now', 'until', 'key', 'callerId', 'bodyHash', 'version', 'reason', 'fields', 'former', 'channels'],
  ...['personSubject', 'personLimit', 'nikLimit', 'nikIndex', 'kkIndex', 'phoneIndex', 'emailIndex'],
  ...['kekId', 'wrapped', 'sealed', 'name', 'birthDate', 'region', 'education', 'workStatus', 'occupation'],
  ...['isInFormalEducation', 'motivation', 'interests', 'sex', 'isSynthetic'],
] as const;

/**
 * A correction from the lock on its version to the audit entry. Codes are locked before the person, as confirming one
 * does, so that a code that was sent to the former address confirms nothing. A NIK that somebody else holds runs
 * through the same steps as a free one: only the claim finds it taken. `AGAIN` when what was read before has changed.
 */
export const CORRECT = auditedStatement(
  'participant-correct',
  `codes as (
    select from verification_code where participant_id = :id::uuid and channel = any(:channels::text[]) for update
  ), held as (
    select id from participant where id = :id::uuid and version = :version::int
      and (select count(*) from codes) >= 0 and not exists (
        select from idempotency_key
        where caller = :callerId::text and operation = 'correctRegistration' and key = :key::text
      ) for no key update
  ), known_key as (
    select held.id from held join subject_key on subject_id = held.id
    where destroyed_at is null and :wrapped::bytea is null for share of subject_key
  ), made_key as (
    insert into subject_key (subject_id, kek_id, wrapped)
    select id, :kekId::text, :wrapped::bytea from held where :wrapped::bytea is not null
    on conflict do nothing returning subject_id
  ), keyed as (
    select id from known_key union all select subject_id from made_key
  ), fresh as (
    select id from keyed where :nikIndex::bytea is null or coalesce(
      (select tries from attempt where subject = :personSubject::bytea and until > :now::timestamptz), 0
    ) < :personLimit::int
  ), nik_try as (
    ${oneMoreTry(':nikIndex', 'fresh where :nikIndex::bytea is not null')}
  ), person_try as (
    ${oneMoreTry(':personSubject', 'fresh where :nikIndex::bytea is not null')}
  ), allowed as (
    select id from fresh where not exists (select from nik_try where tries > :nikLimit::int)
  ), remembered as (
    insert into idempotency_key (caller, operation, key, body_hash, answer)
    select :callerId::text, 'correctRegistration', :key::text, :bodyHash::bytea, to_jsonb(id) from allowed
    on conflict do nothing returning key
  ), person as (
    update participant set version = version + 1, name = :name::text, birth_date = :birthDate::date,
      region_code = :region::text, education = :education::text, work_status = :workStatus::text,
      occupation = :occupation::text, is_in_formal_education = :isInFormalEducation::boolean,
      motivation = :motivation::text, interests = :interests::text[], sex = :sex::text,
      is_synthetic = :isSynthetic::boolean,
      phone_confirmed_at = case when 'PHONE' = any(:channels::text[]) then null else phone_confirmed_at end,
      email_confirmed_at = case when 'EMAIL' = any(:channels::text[]) then null else email_confirmed_at end,
      status = case when status = 'VERIFIED' and cardinality(:channels::text[]) > 0 then 'REGISTERED' else status end
    from remembered where id = :id::uuid returning id
  ), identity as (
    insert into participant_identity (participant_id, sealed, kk_index, phone_index, email_index)
    select id, :sealed::bytea, :kkIndex::bytea, :phoneIndex::bytea, :emailIndex::bytea from person
    where :sealed::bytea is not null
    on conflict (participant_id) do update set sealed = excluded.sealed, kk_index = excluded.kk_index,
      phone_index = excluded.phone_index, email_index = excluded.email_index
  ), released as (
    delete from nik_claim using person
    where nik_claim.participant_id = person.id and :nikIndex::bytea is not null returning participant_id
  ), claimed as (
    insert into nik_claim (nik_index, participant_id) select :nikIndex::bytea, id from person
    where :nikIndex::bytea is not null and (select count(*) from released) >= 0 on conflict do nothing
  ), closed as (
    update verification_code set code_hash = null from person
    where participant_id = person.id and channel = any(:channels::text[])
  ), revision as (
    insert into participant_revision (participant_id, version, changed_at, changed_by, reason, fields, sealed)
    select id, :version::int, :now::timestamptz, :callerId::text, :reason::text, :fields::text[], :former::bytea
    from person
  ), outcome as (
    select case
      when exists (select from person) then null
      when exists (select from keyed) and not exists (select from allowed) then 'TOO_MANY_ATTEMPTS'
      else 'AGAIN'
    end as code
  )`,
  parameters,
);
