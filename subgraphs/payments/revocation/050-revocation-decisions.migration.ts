import { Migration } from '@mikro-orm/migrations';

// What was answered about each person, so that a repeated proposal gets the same answer. RETURNED is final.
const decision = `create table revocation_decision (
  participant_id uuid primary key,
  wave_number integer not null check (wave_number > 0),
  proposal uuid not null,
  outcome text not null check (outcome in ('RETURNED', 'USED', 'HELD')),
  decided_at timestamptz not null
)`;

const keepReturned = [
  `create function keep_returned() returns trigger language plpgsql as $$
    begin
      raise exception 'the balance of % was returned for good', old.participant_id using errcode = 'restrict_violation';
    end $$`,
  `create trigger keep_returned before update or delete on revocation_decision for each row
    when (old.outcome = 'RETURNED') execute function keep_returned()`,
];

// Whoever bought in time and whose provider cancelled the class has done what was asked.
const excuse = `create table revocation_excuse (
  participant_id uuid primary key,
  excused_at timestamptz not null
)`;

export class RevocationDecisions extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [decision, ...keepReturned, excuse]) this.addSql(statement);
  }
}
