import { Migration } from '@mikro-orm/migrations';

const tables = [
  `create table completed_course (
    participant_id uuid not null,
    enrollment_id uuid not null,
    course_id uuid not null,
    completed_at timestamptz not null,
    primary key (participant_id, enrollment_id)
  )`,
  'create index completed_course_course_ix on completed_course (course_id, completed_at) include (participant_id)',
  // The months whose figures are published: once, and never changed.
  'create table outcome_month (month date primary key check (extract(day from month) = 1), published_at timestamptz not null)',
  // What the public sees. The database refuses a figure that says something about fewer than ten people.
  `create table course_outcome (
    course_id uuid not null,
    month date not null references outcome_month,
    completed integer not null check (completed >= placed and completed % 10 = 0),
    placed integer not null check (placed >= 10 and placed % 10 = 0),
    retained_at_3_months integer check (retained_at_3_months between 10 and placed and retained_at_3_months % 10 = 0),
    retained_at_6_months integer check (retained_at_6_months between 10 and placed and retained_at_6_months % 10 = 0),
    primary key (course_id, month)
  )`,
];

export class Outcomes extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
  }
}
