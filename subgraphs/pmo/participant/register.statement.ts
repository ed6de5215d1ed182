import { auditedStatement } from '../../kit/audit/statement.ts';
import { rememberCalls } from '../../kit/idempotency.ts';
import { insertKeys } from '../../kit/vault/key.statement.ts';
import { insertIdentity } from '../identity/index.ts';
import { askRegistryFirst } from '../match/index.ts';
import { rememberDevices } from '../shared-mark/index.ts';

const columns = {
  id: 'uuid',
  registered_at: 'timestamptz',
  key: 'text',
  body_hash: 'bytea',
  nik_index: 'bytea',
  kk_index: 'bytea',
  phone_index: 'bytea',
  email_index: 'bytea',
  device_index: 'bytea',
  kek_id: 'text',
  wrapped: 'bytea',
  sealed: 'bytea',
  name: 'text',
  birth_date: 'date',
  region_code: 'text',
  work_status: 'text',
  education: 'text',
  is_in_formal_education: 'boolean',
  occupation: 'text',
  motivation: 'text',
  ability_score: 'smallint',
  ability_seconds: 'int',
  sex: 'text',
  interests: 'text[]',
  is_synthetic: 'boolean',
  nik_place: 'text',
  nik_birth_date: 'date',
} as const;

export type RegisterValues = Readonly<Record<keyof typeof columns, unknown>>;

/**
 * Registers people, from the first check to the audit entry; no two of the calls are of one person. Nobody claims a NIK
 * by it, whoever states it and how often: the civil registry is asked later. `AGAIN` when another call of this person
 * came between.
 */
export const REGISTER = auditedStatement(
  'participant-register',
  `-- Calls that were made before under their key, and whether with the same content.
  known as (
    select n, is_same from call cross join lateral (
      select body_hash = call.body_hash as is_same from idempotency_key
      where caller = caller_id and operation = 'registerParticipant' and key = call.key limit 1
    ) as earlier
  ),
  -- Callers who are participants already.
  registered as (
    select id from participant where id = any (array(select id from call))
  ),
  -- New calls, of people who are none yet.
  fresh as (
    select * from call where n not in (select n from known) and id not in (select id from registered)
  ),
  -- The person's key in the vault; nothing where another call has made one meanwhile.
  made_key as (
    ${insertKeys('select id, kek_id, wrapped from fresh where wrapped is not null order by id')}
  ),
  -- Calls that are sealed with the key that counts.
  keyed as (
    select fresh.* from fresh where wrapped is null or id in (select subject_id from made_key)
  ),
  -- The participants; nothing where another call of the same person was quicker.
  person as (
    insert into participant (id, status, name, birth_date, region_code, work_status, interests, is_synthetic,
      registered_at, education, is_in_formal_education, occupation, motivation, ability_score, ability_seconds, sex, nik_place,
      nik_birth_date)
    select id, 'REGISTERED', name, birth_date, region_code, work_status, interests, is_synthetic, registered_at,
      education, is_in_formal_education, occupation, motivation, ability_score, ability_seconds, sex, nik_place, nik_birth_date
    from keyed order by id on conflict (id) do nothing returning id
  ),
  -- Calls that made a participant.
  made as (
    select call.* from call join person using (id)
  ),
  asked as (
    ${askRegistryFirst('select id as participant_id, nik_index, registered_at as at from made')}
  ),
  identity as (
    ${insertIdentity('select id, sealed, kk_index, phone_index, email_index from made')}
  ),
  device as (
    ${rememberDevices('select id, device_index from made where device_index is not null')}
  ),
  remembered as (
    ${rememberCalls('registerParticipant', 'select caller_id, key, body_hash, to_jsonb(id) from made')}
  ),
  -- What became of each call.
  outcome as (
    select n, case
      when known.is_same then null
      when known.n is not null then 'IDEMPOTENCY_KEY_REUSED'
      when registered.id is not null then 'ALREADY_REGISTERED'
      when person.id is not null then null
      else 'AGAIN'
    end as code, person.id is not null as "isNew"
    from call left join known using (n) left join registered using (id) left join person on person.id = call.id
  )`,
  columns,
);
