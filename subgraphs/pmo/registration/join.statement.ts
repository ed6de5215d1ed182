import { auditedStatement } from '../../kit/audit/statement.ts';
import { rememberCalls } from '../../kit/idempotency.ts';
import { column, type RowsOf, statement } from '../../kit/statement.ts';
import { moveParticipants, type ParticipantStatus } from '../participant/index.ts';
import { factColumns, factsOfFewSql, rememberFacts, storeDecisions } from '../policy/judge/index.ts';
import { RegistrationStatus } from './registration.status.ts';

const ASKING = 'json_to_recordset($1::json) as asking (n int, id uuid, caller_id text, key text, body_hash bytea)';

/**
 * Reads all that joining depends on, as it stands before. Takes the callers as JSON, the wave and the day; answers a row
 * each, in their order. Lookups only: see `factsOfFewSql`.
 */
export const READ_JOIN = statement(
  'registration-join-facts',
  {
    ...factColumns,
    /** Whether the call that was made before under this key had the same content; null when there was none. */
    isSame: column.bool.orNull,
    waveStatus: column.text.orNull,
    policyVersion: column.text,
    opensAt: column.timestamptz.orNull,
    closesAt: column.timestamptz.orNull,
    /** Null for somebody who is not registered, of whom the rest is null too. */
    status: column.text.as<`${ParticipantStatus}`>().orNull,
    /** Counts the corrections of what the person stated. */
    version: column.int4,
    /** Corrected the phone or e-mail address, in a wave perhaps, and has not confirmed the new one. */
    isUnconfirmed: column.bool,
    regionCode: column.text,
    kkIndex: column.bytea.orNull,
    /** Whether the civil registry has not confirmed who the person is. */
    isUnconfirmedIdentity: column.bool,
    /** The wave in which the person has a live registration or an award. */
    liveIn: column.int4.orNull,
    /** Registered in this wave, live or not. */
    isInWave: column.bool,
    /** Places on the family card that others hold. */
    kkTaken: column.int4,
  },
  `select (select body_hash = asking.body_hash from idempotency_key
        where caller = asking.caller_id and operation = 'joinWave' and key = asking.key) as "isSame",
      wave.status as "waveStatus", wave.policy_version as "policyVersion", wave.opens_at as "opensAt",
      wave.closes_at as "closesAt", participant.status, participant.version, participant.region_code as "regionCode",
      unconfirmed and exists (
        select from participant_revision where participant_id = asking.id and fields && '{phone,email}' offset 0
      ) as "isUnconfirmed", card.kk_index as "kkIndex",
      card.is_open as "isUnconfirmedIdentity", (select wave_number from kk_claim where participant_id = asking.id) as "liveIn",
      exists (
        select from participant_wave where participant_id = asking.id and wave_number = $2::int and is_registered offset 0
      ) as "isInWave",
      (select count(*)::int from kk_claim where not card.is_open and kk_claim.kk_index = card.kk_index
        and kk_claim.participant_id <> asking.id) as "kkTaken", facts.*
    from ${ASKING}
    left join lateral (select * from wave where number = $2::int limit 1) as wave on true
    left join lateral (
      select status, version, region_code, phone_confirmed_at is null or email_confirmed_at is null as unconfirmed
      from participant where id = asking.id limit 1
    ) as participant on true
    left join lateral (
      select kk_index,
        exists (select from unconfirmed_identity where participant_id = asking.id offset 0) as is_open
      from participant_identity where participant_id = asking.id limit 1
    ) as card on true
    left join lateral (${factsOfFewSql('select asking.id as participant_id')}) as facts on true
    order by asking.n`,
);

export type JoinFacts = RowsOf<typeof READ_JOIN>;

const columns = {
  id: 'uuid',
  version: 'int',
  wave: 'int',
  joined_at: 'timestamptz',
  today: 'date',
  key: 'text',
  body_hash: 'bytea',
  kk_index: 'bytea',
  is_unconfirmed: 'boolean',
  region_code: 'text',
  is_eligible: 'boolean',
  policy_version: 'text',
  facts: 'text',
  facts_hash: 'bytea',
  reasons: 'text[]',
  entry_salt: 'bytea',
} as const;

export type JoinValues = Readonly<Record<keyof typeof columns, unknown>>;

const takePlace = (slot: 1 | 2, from: string) => `insert into kk_claim (kk_index, slot, participant_id, wave_number)
    select kk_index, ${slot}, id, wave from ${from} order by kk_index
    on conflict do nothing returning participant_id`;

/**
 * Joins waves, each person once: the place on the family card, the registration, the decision and the audit entry.
 * `AGAIN` when what was read before has changed.
 */
export const JOIN = auditedStatement(
  'registration-join',
  `-- Locks the people who are as they were read; it holds off corrections until the commit.
  unchanged_people as (
    select id from participant where id = any (array(select id from call))
      and version = (select version from call where call.id = participant.id) order by id for no key update
  ),
  -- Locks the wave, so that nobody gets in once it closes.
  open_wave as (
    select number from wave where number in (select wave from call) and status = 'OPEN' for share
  ),
  -- Locks who waits for the civil registry, after the people as its answer does, so that this finds the place that is taken here; whoever was answered
  -- meanwhile is not found.
  waiting as (
    select participant_id, nik_index from unconfirmed_identity
    where participant_id = any (array(
        select id from call where is_unconfirmed and id in (select id from unchanged_people)
      )) and state = 'WAITING'
    order by participant_id for key share
  ),
  -- Locks the claims of the others, after the people too: who has lost theirs to a dispute meanwhile is not found.
  held as (
    select participant_id, nik_index from nik_claim
    where participant_id = any (array(
        select id from call where not is_unconfirmed and id in (select id from unchanged_people)
      ))
    order by participant_id for key share
  ),
  -- Calls that can still be decided by what was read.
  current_calls as (
    select call.*, nik_index from call
    cross join lateral (
      select nik_index from held where participant_id = call.id
      union all
      select nik_index from waiting where participant_id = call.id limit 1
    ) as nik
    where id in (select id from unchanged_people) and wave in (select number from open_wave)
  ),
  eligible_calls as (
    select * from current_calls where is_eligible
  ),
  -- The keys of kk_claim let two people in for a card: whoever finds one place taken tries the other.
  first_places as (
    ${takePlace(1, 'eligible_calls')}
  ),
  second_places as (
    ${takePlace(2, 'eligible_calls where id not in (select participant_id from first_places)')}
  ),
  -- Calls of people who hold a place now.
  placed_calls as (
    select * from eligible_calls
    where id in (select participant_id from first_places union all select participant_id from second_places)
  ),
  joined as (
    insert into registration (wave_number, participant_id, region_code, status, joined_at, entry_id, entry_salt)
    select wave, id, region_code, '${RegistrationStatus.JOINED}', joined_at,
      encode(substring(sha256(entry_salt || nik_index) for 16), 'hex')::uuid, entry_salt from placed_calls
    returning participant_id, entry_id
  ),
  applicants as (
    ${moveParticipants({ to: 'APPLICANT', where: 'id = any (array(select participant_id from joined))' })}
  ),
  remembered as (
    ${rememberCalls('joinWave', 'select caller_id, key, body_hash, to_jsonb(wave) from placed_calls')}
  ),
  -- Calls of who is not eligible for other facts than before: however often one tries, one decision is stored for them.
  refused_calls as (
    insert into participant_wave (participant_id, wave_number, is_registered, refused_for)
    select id, wave, false, facts_hash from current_calls where not is_eligible order by id
    on conflict (participant_id, wave_number) do update set refused_for = excluded.refused_for
      where participant_wave.refused_for is distinct from excluded.refused_for
    returning participant_id
  ),
  -- Calls whose decision is stored.
  decided_calls as (
    select * from current_calls
    where id in (select participant_id from joined union all select participant_id from refused_calls)
  ),
  known_facts as (
    ${rememberFacts('select distinct facts_hash, facts from decided_calls order by facts_hash')}
  ),
  decision as (
    ${storeDecisions(`select wave, id, 'JOIN', policy_version, facts_hash, reasons, today, joined_at from decided_calls`)}
  ),
  -- What became of each call.
  outcome as (
    select call.n, case
      when joined.participant_id is not null then null
      when not current_calls.is_eligible then 'INELIGIBLE'
      else 'AGAIN'
    end as code, joined.entry_id as "entryId"
    from call left join joined on joined.participant_id = call.id left join current_calls using (n)
  )`,
  columns,
);
