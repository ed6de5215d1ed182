import { Migration } from '@mikro-orm/migrations';

const tables = [
  // One report a person and vacancy, for ever. The participant leads the key, as in everything that grows with people.
  `create table vacancy_report (
    participant_id uuid not null,
    vacancy_id uuid not null,
    id uuid not null,
    reason text not null check (reason in ('FEE_ASKED', 'FRAUD', 'DISCRIMINATION', 'NOT_AS_DESCRIBED', 'OTHER')),
    text text check (char_length(text) between 10 and 1000),
    reported_at timestamptz not null,
    decided_at timestamptz check (decided_at >= reported_at),
    primary key (participant_id, vacancy_id)
  )`,
  'create index vacancy_report_vacancy_ix on vacancy_report (vacancy_id, id)',
  'create index vacancy_report_time_ix on vacancy_report (participant_id, reported_at)',
  // What officers have decided; only added to.
  `create table vacancy_decision (
    id uuid primary key,
    vacancy_id uuid not null references vacancy,
    version integer not null check (version > 0),
    is_approved boolean not null,
    reason text check (char_length(reason) between 3 and 1000),
    flags jsonb not null check (jsonb_typeof(flags) = 'array'),
    decided_by text not null check (char_length(decided_by) between 1 and 128),
    decided_at timestamptz not null,
    check (is_approved or reason is not null)
  )`,
  'create index vacancy_decision_vacancy_ix on vacancy_decision (vacancy_id, id)',
];

export class Moderation extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
  }
}
