import { auditedStatement } from '../../kit/audit/statement.ts';
import { type FactsRow, factsOfFewSql } from '../policy/index.ts';

/** All that joining depends on, as it stands before. */
export interface JoinFacts extends FactsRow {
  isSame: boolean | null;
  waveStatus: string | null;
  policyVersion: string;
  opensAt: Date | null;
  closesAt: Date | null;
  status: string | null;
  /** Counts the corrections of what the person stated. */
  version: number;
  /** Corrected the phone or e-mail address, in a wave perhaps, and has not confirmed the new one. */
  isUnconfirmed: boolean;
  regionCode: string;
  kkIndex: Buffer | null;
  /** The wave in which the person has a live registration or an award. */
  liveIn: number | null;
  /** Registered in this wave, live or not. */
  isInWave: boolean;
  /** Places on the family card that others hold. */
  kkTaken: number;
}

const ASKING = 'json_to_recordset($1::json) as asking (n int, id uuid, caller_id text, key text, body_hash bytea)';

/** Takes the callers as JSON, the wave and the day; answers a row each, in their order. Lookups only: `factsOfFewSql`. */
export const READ_JOIN = {
  name: 'registration-join-facts',
  text: `select (select body_hash = asking.body_hash from idempotency_key
        where caller = asking.caller_id and operation = 'joinWave' and key = asking.key) as "isSame",
      wave.status as "waveStatus", wave.policy_version as "policyVersion", wave.opens_at as "opensAt",
      wave.closes_at as "closesAt", participant.status, participant.version, participant.region_code as "regionCode",
      unconfirmed and exists (
        select from participant_revision where participant_id = asking.id and fields && '{phone,email}' offset 0
      ) as "isUnconfirmed", card.kk_index as "kkIndex", (select wave_number from kk_claim where participant_id = asking.id) as "liveIn",
      exists (select from registration where participant_id = asking.id and wave_number = $2::int offset 0)
        as "isInWave",
      (select count(*)::int from kk_claim where kk_claim.kk_index = card.kk_index
        and kk_claim.participant_id <> asking.id) as "kkTaken", facts.*
    from ${ASKING}
    left join lateral (select * from wave where number = $2::int limit 1) as wave on true
    left join lateral (
      select status, version, region_code, phone_confirmed_at is null or email_confirmed_at is null as unconfirmed
      from participant where id = asking.id limit 1
    ) as participant on true
    left join lateral (select kk_index from participant_identity where participant_id = asking.id limit 1) as card
      on true
    left join lateral (${factsOfFewSql('select asking.id as participant_id')}) as facts on true
    order by asking.n`,
};

const columns = {
  ...{ id: 'uuid', version: 'int', wave: 'int', joined_at: 'timestamptz', today: 'date', key: 'text' },
  ...{
    body_hash: 'bytea',
    kk_index: 'bytea',
    region_code: 'text',
    is_eligible: 'boolean',
    policy_version: 'text',
    facts: 'text',
  },
  ...{ facts_hash: 'bytea', reasons: 'text[]' },
} as const;

export type JoinValues = Readonly<Record<keyof typeof columns, unknown>>;

const place = (slot: 1 | 2, from: string) => `insert into kk_claim (kk_index, slot, participant_id, wave_number)
    select kk_index, ${slot}, id, wave from ${from} order by kk_index
    on conflict do nothing returning participant_id`;

/**
 * Joins waves, each person once: the place on the family card, the registration, the decision and the audit entry. The
 * lock on the wave lets nobody in once it closes, and that on the person holds off corrections. `AGAIN` when what was
 * read before has changed.
 */
export const JOIN = auditedStatement(
  'registration-join',
  `as_read as (
    select id from participant where id = any (array(select id from call))
      and version = (select version from call where call.id = participant.id) order by id for no key update
  ), open_wave as (
    select number from wave where number in (select wave from call) and status = 'OPEN' for share
  ), current as (
    select * from call where id in (select id from as_read) and wave in (select number from open_wave)
  ), able as (
    select * from current where is_eligible
  ), first as (
    ${place(1, 'able')}
  ), second as (
    ${place(2, 'able where id not in (select participant_id from first)')}
  ), claimed as (
    select * from able where id in (select participant_id from first union all select participant_id from second)
  ), joined as (
    insert into registration (wave_number, participant_id, region_code, status, joined_at)
    select wave, id, region_code, 'JOINED', joined_at from claimed returning participant_id, entry_id
  ), person as (
    update participant set status = 'APPLICANT'
    where id = any (array(select participant_id from joined)) and status = 'VERIFIED'
  ), remembered as (
    insert into idempotency_key (caller, operation, key, body_hash, answer)
    select caller_id, 'joinWave', key, body_hash, to_jsonb(wave) from claimed on conflict do nothing
  ), decided as (
    select * from current where not is_eligible or id in (select participant_id from joined)
  ), known_facts as (
    insert into policy_facts (hash, facts) select distinct facts_hash, facts from decided order by facts_hash
    on conflict do nothing
  ), decision as (
    insert into policy_decision
      (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
    select wave, id, 'JOIN', policy_version, facts_hash, reasons, today, joined_at from decided
  ), outcome as (
    select call.n, case
      when joined.participant_id is not null then null
      when decided.n is not null then 'INELIGIBLE'
      else 'AGAIN'
    end as code, joined.entry_id as "entryId"
    from call left join joined on joined.participant_id = call.id left join decided using (n)
  )`,
  columns,
);
