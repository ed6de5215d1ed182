import { Migration } from '@mikro-orm/migrations';

const tables = [
  // What is known of a person's way to the incentives, in whatever order it came. `recheck_at`: when what is due is
  // looked at again; '-infinity' is at once, null is never.
  `create table incentive_condition (
    participant_id uuid primary key,
    first_enrollment_id uuid,
    completed_at timestamptz,
    rated_at timestamptz,
    is_finished_in_time boolean,
    wallet_linked_at timestamptz,
    wallet_verified_at timestamptz,
    recheck_at timestamptz,
    check ((rated_at is null) = (is_finished_in_time is null)),
    check (wallet_verified_at is null or wallet_linked_at is not null)
  )`,
  'create index incentive_condition_recheck_ix on incentive_condition (recheck_at) where recheck_at is not null',
  // A certificate is revoked once, for ever; its issue may be heard after that.
  `create table certificate_fact (
    certificate_id uuid primary key,
    participant_id uuid not null,
    enrollment_id uuid not null,
    issued_at timestamptz,
    revoked_at timestamptz,
    check (num_nonnulls(issued_at, revoked_at) > 0)
  )`,
  'create index certificate_fact_participant_ix on certificate_fact (participant_id, enrollment_id)',
  `create table survey_fact (
    participant_id uuid not null,
    instalment integer not null check (instalment > 0),
    wave_number integer not null check (wave_number > 0),
    submitted_at timestamptz not null,
    primary key (participant_id, instalment)
  )`,
  // A survey that was withheld from a frozen person waits among the others.
  `insert into survey_fact (participant_id, instalment, wave_number, submitted_at)
    select participant_id, instalment, wave_number, submitted_at from survey_withheld`,
  `insert into incentive_condition (participant_id, recheck_at)
    select distinct participant_id, '-infinity'::timestamptz from survey_withheld`,
  'drop table survey_withheld',
];

// Whoever revokes need not know what becomes due to whom: the database asks for another look, in the same transaction.
const recheck = `create function recheck_revoked() returns trigger language plpgsql as $$
begin
  insert into incentive_condition (participant_id, recheck_at)
    select participant_id, '-infinity'::timestamptz from revoked order by participant_id
    on conflict (participant_id) do update set recheck_at = excluded.recheck_at;
  return null;
end $$`;

const trigger = `create trigger recheck_revoked after insert on revocation referencing new table as revoked
  for each statement execute function recheck_revoked()`;

export class Incentives extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [...tables, recheck, trigger]) this.addSql(statement);
  }
}
