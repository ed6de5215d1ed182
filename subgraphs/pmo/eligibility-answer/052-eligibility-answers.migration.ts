import { Migration } from '@mikro-orm/migrations';

// The last answer about each person, so that a repeated question gets the same one while it holds. Every decision behind
// an answer is in policy_decision.
const answer = `create table eligibility_answer (
  participant_id uuid primary key,
  request uuid not null,
  wave_number integer not null check (wave_number > 0),
  reasons text[] not null,
  decided_at timestamptz not null,
  valid_until timestamptz not null,
  check (valid_until > decided_at)
)`;

export class EligibilityAnswers extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(answer);
  }
}
