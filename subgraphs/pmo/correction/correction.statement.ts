import { auditedStatement, ofOneCall } from '../../kit/audit/statement.ts';
import { oneMoreTry } from '../participant/person.service.ts';
import type { Values } from './correction.ts';

/** All that a correction depends on, as it stands before; of someone unknown all is null. */
export interface CorrectionFacts extends Omit<Values, 'nik' | 'kk' | 'phone' | 'email'> {
  /** Of the call that was made before under this key; null when there was none. */
  isSame: boolean | null;
  version: number | null;
  sex: string | null;
  isSynthetic: boolean;
  nikPlace: string;
  sealed: Buffer | null;
  kekId: string | null;
  wrapped: Buffer | null;
  isErased: boolean;
  hasAward: boolean;
  isInWave: boolean;
}

/** Takes the person, the caller, the key and the hash of the call. */
export const READ_CORRECTION = {
  name: 'correction-facts',
  text: `select known.body_hash = $4::bytea as "isSame", participant.version, participant.name,
      participant.birth_date as "birthDate", participant.region_code as region, participant.education,
      participant.work_status as "workStatus", participant.occupation, participant.motivation, participant.interests,
      participant.is_in_formal_education as "isInFormalEducation", participant.sex,
      participant.is_synthetic as "isSynthetic", participant.nik_place as "nikPlace", card.sealed, own.kek_id as "kekId", own.wrapped,
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

const columns = {
  ...{ id: 'uuid', now: 'timestamptz', until: 'timestamptz', key: 'text', bodyHash: 'bytea' },
  ...{ version: 'int', reason: 'text', fields: 'text[]', former: 'bytea', channels: 'text[]' },
  ...{ personSubject: 'bytea', personLimit: 'int', nikLimit: 'int', nikIndex: 'bytea', kkIndex: 'bytea' },
  ...{ phoneIndex: 'bytea', emailIndex: 'bytea', kekId: 'text', wrapped: 'bytea', sealed: 'bytea' },
  ...{ name: 'text', birthDate: 'date', region: 'text', education: 'text', workStatus: 'text' },
  ...{ occupation: 'text', isInFormalEducation: 'boolean', motivation: 'text', interests: 'text[]' },
  ...{ sex: 'text', isSynthetic: 'boolean', nikPlace: 'text' },
} as const;

export type CorrectionColumn = keyof typeof columns;

/**
 * A correction from the lock on its version to the audit entry. Codes are locked before the person, as confirming one
 * does, so that a code that was sent to the former address confirms nothing. A NIK that somebody else holds runs
 * through the same steps as a free one: only the claim finds it taken. `AGAIN` when what was read before has changed.
 */
export const CORRECT = auditedStatement(
  'participant-correct',
  ofOneCall(`codes as (
    select from verification_code where participant_id = :id and channel = any(:channels::text[]) for update
  ), held as (
    select id from participant where id = :id and version = :version
      and (select count(*) from codes) >= 0 and not exists (
        select from idempotency_key
        where caller = (select caller_id from call) and operation = 'correctRegistration' and key = :key
      ) for no key update
  ), known_key as (
    select held.id from held join subject_key on subject_id = held.id
    where destroyed_at is null and :wrapped is null for share of subject_key
  ), made_key as (
    insert into subject_key (subject_id, kek_id, wrapped)
    select id, :kekId, :wrapped from held where :wrapped is not null
    on conflict do nothing returning subject_id
  ), keyed as (
    select id from known_key union all select subject_id from made_key
  ), fresh as (
    select id from keyed where :nikIndex is null or coalesce(
      (select tries from attempt where subject = :personSubject and until > :now), 0
    ) < :personLimit
  ), nik_try as (
    ${oneMoreTry('"nikIndex"', 'call where "nikIndex" is not null and exists (select from fresh)')}
  ), person_try as (
    ${oneMoreTry('"personSubject"', 'call where "nikIndex" is not null and exists (select from fresh)')}
  ), allowed as (
    select id from fresh where not exists (select from nik_try where tries > :nikLimit)
  ), remembered as (
    insert into idempotency_key (caller, operation, key, body_hash, answer)
    select (select caller_id from call), 'correctRegistration', :key, :bodyHash, to_jsonb(id) from allowed
    on conflict do nothing returning key
  ), person as (
    update participant set version = version + 1, name = :name, birth_date = :birthDate,
      region_code = :region, education = :education, work_status = :workStatus,
      occupation = :occupation, is_in_formal_education = :isInFormalEducation,
      motivation = :motivation, interests = :interests, sex = :sex,
      is_synthetic = :isSynthetic, nik_place = :nikPlace,
      phone_confirmed_at = case when 'PHONE' = any(:channels::text[]) then null else phone_confirmed_at end,
      email_confirmed_at = case when 'EMAIL' = any(:channels::text[]) then null else email_confirmed_at end,
      status = case when status = 'VERIFIED' and cardinality(:channels) > 0 then 'REGISTERED' else status end
    from remembered where id = :id returning id
  ), identity as (
    insert into participant_identity (participant_id, sealed, kk_index, phone_index, email_index)
    select id, :sealed, :kkIndex, :phoneIndex, :emailIndex from person
    where :sealed is not null
    on conflict (participant_id) do update set sealed = excluded.sealed, kk_index = excluded.kk_index,
      phone_index = excluded.phone_index, email_index = excluded.email_index
  ), released as (
    delete from nik_claim using person
    where nik_claim.participant_id = person.id and :nikIndex is not null returning participant_id
  ), claimed as (
    insert into nik_claim (nik_index, participant_id) select :nikIndex, id from person
    where :nikIndex is not null and (select count(*) from released) >= 0 on conflict do nothing
  ), closed as (
    update verification_code set code_hash = null from person
    where participant_id = person.id and channel = any(:channels::text[])
  ), revision as (
    insert into participant_revision (participant_id, version, changed_at, changed_by, reason, fields, sealed)
    select id, :version, :now, (select caller_id from call), :reason, :fields, :former
    from person
  ), outcome as (
    select n, case
      when exists (select from person) then null
      when exists (select from keyed) and not exists (select from allowed) then 'TOO_MANY_ATTEMPTS'
      else 'AGAIN'
    end as code from call
  )`),
  columns,
);
