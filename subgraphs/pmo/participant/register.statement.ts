import { auditedStatement } from '../../kit/audit/statement.ts';

/** One more try of a subject, which counts until the end of its day; `from` has a row when it is to be counted. */
export const oneMoreTry = (subject: string, from: string) => `insert into attempt (subject, tries, until)
    select ${subject}::bytea, 1, :until::timestamptz from ${from}
    on conflict (subject) do update set
      tries = case when attempt.until <= :now::timestamptz then 1 else attempt.tries + 1 end,
      until = case when attempt.until <= :now::timestamptz then excluded.until else attempt.until end
    returning tries`;

const parameters = [
  ...['id', 'now', 'until', 'key', 'callerId', 'bodyHash', 'callerSubject', 'callerLimit', 'nikLimit'],
  ...['nikIndex', 'kkIndex', 'phoneIndex', 'emailIndex', 'kekId', 'wrapped', 'sealed'],
  ...['name', 'birthDate', 'regionCode', 'workStatus', 'education', 'isInFormalEducation', 'occupation'],
  ...['motivation', 'abilityScore', 'abilitySeconds', 'sex', 'interests', 'isSynthetic'],
] as const;

/**
 * A registration from the first check to the audit entry. A NIK that somebody holds runs through the same steps: only
 * the claim finds it taken, and nothing answers it. `AGAIN` when another call of this person came between.
 */
export const REGISTER = auditedStatement(
  'participant-register',
  `known as (
    select body_hash = :bodyHash::bytea as is_same from idempotency_key
    where caller = :callerId::text and operation = 'registerParticipant' and key = :key::text
  ), registered as (
    select from participant where id = :id::uuid
  ), fresh as (
    select where not exists (select from known) and not exists (select from registered) and coalesce(
      (select tries from attempt where subject = :callerSubject::bytea and until > :now::timestamptz), 0
    ) < :callerLimit::int
  ), nik_try as (
    ${oneMoreTry(':nikIndex', 'fresh')}
  ), allowed as (
    select from nik_try where tries <= :nikLimit::int
  ), caller_try as (
    ${oneMoreTry(':callerSubject', 'nik_try where nik_try.tries > :nikLimit::int')}
  ), made_key as (
    insert into subject_key (subject_id, kek_id, wrapped)
    select :id::uuid, :kekId::text, :wrapped::bytea from allowed where :wrapped::bytea is not null
    on conflict do nothing returning subject_id
  ), keyed as (
    select from made_key union all select from allowed where :wrapped::bytea is null
  ), person as (
    insert into participant (id, status, name, birth_date, region_code, work_status, interests, is_synthetic,
      registered_at, education, is_in_formal_education, occupation, motivation, ability_score, ability_seconds, sex)
    select :id::uuid, 'REGISTERED', :name::text, :birthDate::date, :regionCode::text, :workStatus::text,
      :interests::text[], :isSynthetic::boolean, :now::timestamptz, :education::text, :isInFormalEducation::boolean,
      :occupation::text, :motivation::text, :abilityScore::smallint, :abilitySeconds::int, :sex::text
    from keyed on conflict (id) do nothing returning id
  ), claim as (
    insert into nik_claim (nik_index, participant_id) select :nikIndex::bytea, id from person on conflict do nothing
  ), identity as (
    insert into participant_identity (participant_id, sealed, kk_index, phone_index, email_index)
    select id, :sealed::bytea, :kkIndex::bytea, :phoneIndex::bytea, :emailIndex::bytea from person
  ), remembered as (
    insert into idempotency_key (caller, operation, key, body_hash, answer)
    select :callerId::text, 'registerParticipant', :key::text, :bodyHash::bytea, to_jsonb(id) from person
    on conflict do nothing
  ), outcome as (
    select case
      when (select is_same from known) then null
      when exists (select from known) then 'IDEMPOTENCY_KEY_REUSED'
      when exists (select from registered) then 'ALREADY_REGISTERED'
      when not exists (select from fresh) or exists (select from nik_try where tries > :nikLimit::int)
        then 'TOO_MANY_ATTEMPTS'
      when exists (select from person) then null
      else 'AGAIN'
    end as code, exists (select from person) as "isNew"
  )`,
  parameters,
);
