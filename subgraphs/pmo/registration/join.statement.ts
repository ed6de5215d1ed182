import { auditedStatement } from '../../kit/audit/statement.ts';
import type { Statement } from '../../kit/database.ts';
import { type FactsRow, factsOfFewSql } from '../policy/policy.service.ts';

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

/** Takes the person, the wave, the day, the caller, the key and the hash of the call. */
export const READ_JOIN: Statement = {
  name: 'registration-join-facts',
  text: `select known.body_hash = $6::bytea as "isSame", wave.status as "waveStatus",
      wave.policy_version as "policyVersion", wave.opens_at as "opensAt", wave.closes_at as "closesAt",
      participant.status, participant.version, participant.region_code as "regionCode", card.kk_index as "kkIndex",
      (participant.phone_confirmed_at is null or participant.email_confirmed_at is null) and exists (
        select from participant_revision where participant_id = $1::uuid and fields && '{phone,email}'
      ) as "isUnconfirmed", live.wave_number as "liveIn", registration.participant_id is not null as "isInWave",
      (select count(*)::int from kk_claim where kk_claim.kk_index = card.kk_index
        and kk_claim.participant_id <> $1::uuid) as "kkTaken", facts.*
    from (values ($1::uuid)) as asking (id)
    left join idempotency_key known on known.caller = $4 and known.operation = 'joinWave' and known.key = $5
    left join wave on wave.number = $2::int
    left join participant on participant.id = asking.id
    left join participant_identity card on card.participant_id = asking.id
    left join kk_claim live on live.participant_id = asking.id
    left join registration on registration.participant_id = asking.id and registration.wave_number = $2::int
    left join (${factsOfFewSql('select $1::uuid as participant_id')}) facts on true`,
};

const parameters = [
  ...['id', 'wave', 'now', 'today', 'callerId', 'key', 'bodyHash', 'version'],
  ...['kkIndex', 'regionCode', 'isEligible', 'policyVersion', 'facts', 'factsHash', 'reasons'],
];

/**
 * Joins a wave: the place on the family card, the registration, the decision and the audit entry. The lock on the wave
 * lets nobody in once it closes, and that on the person holds off corrections. `AGAIN` when what was read before has changed.
 */
export const JOIN = auditedStatement<string>(
  'registration-join',
  `as_read as (
    select from participant where id = :id::uuid and version = :version::int for no key update
  ), open_wave as (
    select number from wave, as_read where number = :wave::int and status = 'OPEN' for share of wave
  ), first as (
    insert into kk_claim (kk_index, slot, participant_id, wave_number)
    select :kkIndex::bytea, 1, :id::uuid, number from open_wave where :isEligible::boolean
    on conflict do nothing returning slot
  ), second as (
    insert into kk_claim (kk_index, slot, participant_id, wave_number)
    select :kkIndex::bytea, 2, :id::uuid, number from open_wave
    where :isEligible::boolean and not exists (select from first)
    on conflict do nothing returning slot
  ), claimed as (
    select slot from first union all select slot from second
  ), joined as (
    insert into registration (wave_number, participant_id, region_code, status, joined_at)
    select :wave::int, :id::uuid, :regionCode::text, 'JOINED', :now::timestamptz from claimed returning entry_id
  ), person as (
    update participant set status = 'APPLICANT' from claimed where id = :id::uuid and status = 'VERIFIED'
  ), remembered as (
    insert into idempotency_key (caller, operation, key, body_hash, answer)
    select :callerId::text, 'joinWave', :key::text, :bodyHash::bytea, to_jsonb(:wave::int) from joined
    on conflict do nothing
  ), decided as (
    select from open_wave where not :isEligible::boolean or exists (select from joined)
  ), known_facts as (
    insert into policy_facts (hash, facts) select :factsHash::bytea, :facts::text from decided on conflict do nothing
  ), decision as (
    insert into policy_decision
      (wave_number, participant_id, purpose, policy_version, facts_hash, reasons, as_of, decided_at)
    select :wave::int, :id::uuid, 'JOIN', :policyVersion::text, :factsHash::bytea, :reasons::text[], :today::date,
      :now::timestamptz from decided
  ), outcome as (
    select case
      when exists (select from joined) then null
      when not exists (select from open_wave) then 'AGAIN'
      when not :isEligible::boolean then 'INELIGIBLE'
      else 'AGAIN'
    end as code, (select entry_id from joined) as "entryId"
  )`,
  parameters,
);
