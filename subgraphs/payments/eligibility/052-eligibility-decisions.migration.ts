import { Migration } from '@mikro-orm/migrations';

// What the programme office was asked: an answer is wanted for each person of the last request that names them.
const question = `create table eligibility_question (
  participant_id uuid primary key,
  wave_number integer not null check (wave_number > 0),
  request uuid not null,
  asked_at timestamptz not null
)`;

// What it answered last about each person. Of two answers the one that was decided later holds.
const decision = `create table eligibility_decision (
  participant_id uuid primary key,
  wave_number integer not null check (wave_number > 0),
  request uuid not null,
  is_eligible boolean not null,
  reasons text[] not null,
  decided_at timestamptz not null,
  valid_until timestamptz not null,
  check (valid_until > decided_at),
  check (is_eligible = (cardinality(reasons) = 0))
)`;

export class EligibilityDecisions extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [question, decision]) this.addSql(statement);
    this.addSql('create index eligibility_question_asked_ix on eligibility_question (asked_at)');
  }
}
