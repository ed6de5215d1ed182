import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const versionMoves = [
  'SUBMITTED>UNDER_ASSESSMENT',
  'SUBMITTED>REJECTED',
  'SUBMITTED>REPLACED',
  'SUBMITTED>WITHDRAWN',
  'UNDER_ASSESSMENT>ACTIVE',
  'UNDER_ASSESSMENT>REJECTED',
  'UNDER_ASSESSMENT>REPLACED',
  'UNDER_ASSESSMENT>WITHDRAWN',
  'ACTIVE>REPLACED',
];

// As 010-classes has them, with one more: other content of a course that is being assessed starts again.
const courseMoves = [
  'DRAFT>SUBMITTED',
  'DRAFT>DELISTED',
  'SUBMITTED>UNDER_ASSESSMENT',
  'SUBMITTED>DRAFT',
  'SUBMITTED>DELISTED',
  'UNDER_ASSESSMENT>SUBMITTED',
  'UNDER_ASSESSMENT>ACTIVE',
  'UNDER_ASSESSMENT>DRAFT',
  'UNDER_ASSESSMENT>DELISTED',
  'ACTIVE>WATCHED',
  'ACTIVE>SUSPENDED',
  'ACTIVE>DELISTED',
  'WATCHED>ACTIVE',
  'WATCHED>SUSPENDED',
  'WATCHED>DELISTED',
  'SUSPENDED>ACTIVE',
  'SUSPENDED>WATCHED',
  'SUSPENDED>DELISTED',
  'DELISTED>SUBMITTED',
];

const tables = [
  `alter table course
    add column latest_version integer not null default 1 check (latest_version > 0),
    add column as_of timestamptz,
    add column offered_at timestamptz,
    add column withdrawn_at timestamptz`,
  `update course set offered_at = now() where status in ('ACTIVE', 'WATCHED', 'SUSPENDED', 'DELISTED')`,
  // The number leads back to the course; the id, which grows with time, orders what a platform has handed in.
  `create table course_version (
    course_id uuid not null references course,
    number integer not null check (number > 0),
    id uuid not null default uuidv7() constraint course_version_id_uq unique,
    platform_id uuid not null references platform,
    content jsonb not null check (jsonb_typeof(content) = 'object'),
    content_hash bytea not null check (octet_length(content_hash) = 32),
    status text not null check
      (status in ('SUBMITTED', 'UNDER_ASSESSMENT', 'ACTIVE', 'REJECTED', 'REPLACED', 'WITHDRAWN')),
    submitted_at timestamptz not null,
    decided_at timestamptz check (decided_at >= submitted_at),
    primary key (course_id, number)
  )`,
  'create index course_version_platform_ix on course_version (platform_id, id)',
  'create index course_version_status_ix on course_version (platform_id, status, id)',
  // One version is on sale at most, and one waits for a decision at most.
  `create unique index course_version_active_uq on course_version (course_id) where status = 'ACTIVE'`,
  `create unique index course_version_waiting_uq on course_version (course_id)
    where status in ('SUBMITTED', 'UNDER_ASSESSMENT')`,
];

export class CourseVersions extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
    for (const statement of refuseOtherMoves('course_version', versionMoves)) this.addSql(statement);
    this.addSql('drop trigger refuse_move on course');
    this.addSql('drop function refuse_course_move');
    for (const statement of refuseOtherMoves('course', courseMoves)) this.addSql(statement);
  }
}
