import { Migration } from '@mikro-orm/migrations';

// Each survey once a person, and each instalment once: what is paid is claimed here, under any concurrency. The answers
// are sealed by the person's key; null once the person was erased.
const submission = `create table survey_submission (
  id uuid primary key,
  participant_id uuid not null,
  survey_code text not null check (survey_code ~ '^[A-Z]+(_[A-Z0-9]+)*$'),
  wave_number integer not null,
  policy_version text not null,
  instalment integer not null check (instalment > 0),
  sealed bytea,
  submitted_at timestamptz not null,
  constraint survey_submission_once_uq unique (participant_id, survey_code),
  constraint survey_submission_instalment_uq unique (participant_id, instalment)
)`;

export class Survey extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(submission);
    this.addSql('create index survey_submission_participant_ix on survey_submission (participant_id, id)');
  }
}
