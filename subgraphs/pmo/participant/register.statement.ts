import { auditedStatement } from '../../kit/audit/statement.ts';

/**
 * One more try of a subject, which counts until a day after the first one; `from` has the calls to be counted. The row
 * that conflicts knows the moment of its call by its end only.
 */
export const oneMoreTry = (subject: string, from: string) => `insert into attempt (subject, tries, until)
    select ${subject}, 1, until from ${from} order by ${subject}
    on conflict (subject) do update set
      tries = case when attempt.until <= excluded.until - interval '24 hours' then 1 else attempt.tries + 1 end,
      until = case when attempt.until <= excluded.until - interval '24 hours' then excluded.until else attempt.until end
    returning subject, tries`;

const columns = {
  ...{ id: 'uuid', registered_at: 'timestamptz', until: 'timestamptz', key: 'text', body_hash: 'bytea' },
  ...{ caller_subject: 'bytea', caller_limit: 'int', nik_limit: 'int' },
  ...{ nik_index: 'bytea', kk_index: 'bytea', phone_index: 'bytea', email_index: 'bytea' },
  ...{ kek_id: 'text', wrapped: 'bytea', sealed: 'bytea' },
  ...{ name: 'text', birth_date: 'date', region_code: 'text', work_status: 'text', education: 'text' },
  ...{ is_in_formal_education: 'boolean', occupation: 'text', motivation: 'text', ability_score: 'smallint' },
  ...{ ability_seconds: 'int', sex: 'text', interests: 'text[]', is_synthetic: 'boolean', nik_place: 'text' },
} as const;

export type RegisterValues = Readonly<Record<keyof typeof columns, unknown>>;

/**
 * Registrations from the first check to the audit entry; no two of them are of one person or one NIK. A NIK that
 * somebody holds runs through the same steps: only the claim finds it taken, and nothing answers it. `AGAIN` when
 * another call of this person came between.
 */
export const REGISTER = auditedStatement(
  'participant-register',
  `known as (
    select n, is_same from call cross join lateral (
      select body_hash = call.body_hash as is_same from idempotency_key
      where caller = caller_id and operation = 'registerParticipant' and key = call.key limit 1
    ) as earlier
  ), registered as (
    select id from participant where id = any (array(select id from call))
  ), fresh as (
    select * from call where n not in (select n from known) and id not in (select id from registered)
      and not exists (
        select from attempt where subject = caller_subject and until > registered_at and tries >= caller_limit offset 0
      )
  ), nik_try as (
    ${oneMoreTry('nik_index', 'fresh')}
  ), allowed as (
    select fresh.* from fresh join nik_try on subject = nik_index where tries <= nik_limit
  ), caller_try as (
    ${oneMoreTry('caller_subject', 'fresh join nik_try on subject = nik_index where tries > nik_limit')}
  ), made_key as (
    insert into subject_key (subject_id, kek_id, wrapped)
    select id, kek_id, wrapped from allowed where wrapped is not null order by id
    on conflict do nothing returning subject_id
  ), keyed as (
    select allowed.* from allowed where wrapped is null or id in (select subject_id from made_key)
  ), person as (
    insert into participant (id, status, name, birth_date, region_code, work_status, interests, is_synthetic,
      registered_at, education, is_in_formal_education, occupation, motivation, ability_score, ability_seconds, sex, nik_place)
    select id, 'REGISTERED', name, birth_date, region_code, work_status, interests, is_synthetic, registered_at,
      education, is_in_formal_education, occupation, motivation, ability_score, ability_seconds, sex, nik_place
    from keyed order by id on conflict (id) do nothing returning id
  ), made as (
    select call.* from call join person using (id)
  ), claim as (
    insert into nik_claim (nik_index, participant_id) select nik_index, id from made order by nik_index
    on conflict do nothing
  ), identity as (
    insert into participant_identity (participant_id, sealed, kk_index, phone_index, email_index)
    select id, sealed, kk_index, phone_index, email_index from made
  ), remembered as (
    insert into idempotency_key (caller, operation, key, body_hash, answer)
    select caller_id, 'registerParticipant', key, body_hash, to_jsonb(id) from made on conflict do nothing
  ), outcome as (
    select n, case
      when known.is_same then null
      when known.n is not null then 'IDEMPOTENCY_KEY_REUSED'
      when registered.id is not null then 'ALREADY_REGISTERED'
      when fresh.n is null or nik_try.tries > call.nik_limit then 'TOO_MANY_ATTEMPTS'
      when person.id is not null then null
      else 'AGAIN'
    end as code, person.id is not null as "isNew"
    from call left join known using (n) left join registered using (id) left join fresh using (n)
      left join nik_try on nik_try.subject = fresh.nik_index left join person on person.id = call.id
  )`,
  columns,
);
