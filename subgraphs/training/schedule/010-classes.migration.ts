import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const courseMoves = [
  'DRAFT>SUBMITTED',
  'DRAFT>DELISTED',
  'SUBMITTED>UNDER_ASSESSMENT',
  'SUBMITTED>DRAFT',
  'SUBMITTED>DELISTED',
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

const enrollmentMoves = [
  'RESERVED>PAID',
  'RESERVED>RELEASED',
  'RESERVED>CANCELLED',
  'RESERVED>EXPIRED',
  'PAID>REDEEMED',
  'PAID>VOIDED',
  'PAID>CANCELLED',
  'PAID>EXPIRED',
  'REDEEMED>ATTENDING',
  'REDEEMED>COMPLETED',
  'REDEEMED>FAILED',
  'REDEEMED>CANCELLED',
  'REDEEMED>EXPIRED',
  'ATTENDING>COMPLETED',
  'ATTENDING>FAILED',
  'ATTENDING>CANCELLED',
  'ATTENDING>EXPIRED',
  'COMPLETED>CERTIFIED',
];

const tables = [
  // The platform's own reference; a course from before the import bears its id.
  'alter table course add column reference text, add column version integer not null default 1 check (version > 0)',
  'update course set reference = id',
  'alter table course alter column reference set not null, alter column reference set default uuidv7()::text',
  `alter table course add constraint course_reference_ck check (char_length(reference) between 1 and 64),
    add constraint course_reference_uq unique (platform_id, reference)`,
  `create table schedule (
    id uuid primary key default uuidv7(),
    course_id uuid not null references course,
    mode text not null check (mode in ('ONLINE', 'OFFLINE', 'HYBRID')),
    region_code text check (region_code ~ '^[0-9]{2}[.][0-9]{2}$'),
    address text check (char_length(address) between 5 and 300),
    instructor text not null check (char_length(instructor) between 2 and 100),
    seats integer not null check (seats between 1 and 10000),
    seats_taken integer not null default 0 check (seats_taken between 0 and seats),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    status text not null default 'PUBLISHED' check (status in ('PUBLISHED', 'CANCELLED', 'FINISHED')),
    check (mode = 'ONLINE' or (region_code is not null and address is not null))
  )`,
  'create index schedule_course_ix on schedule (course_id, starts_at, id)',
  `create table session (
    schedule_id uuid not null references schedule,
    number integer not null check (number between 1 and 10),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    primary key (schedule_id, number)
  )`,
  // No foreign keys, as to the course: a popular class would be locked by each reservation.
  `alter table enrollment
    add column course_version integer not null default 1 check (course_version > 0),
    add column schedule_id uuid,
    add column hold_until timestamptz,
    add column redeemed_at timestamptz check (redeemed_at >= paid_at)`,
  'create index enrollment_schedule_ix on enrollment (schedule_id, id) where schedule_id is not null',
];

export class Classes extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
    for (const statement of refuseOtherMoves('course', courseMoves)) this.addSql(statement);
    for (const statement of refuseOtherMoves('enrollment', enrollmentMoves)) this.addSql(statement);
    const scheduleMoves = ['PUBLISHED>CANCELLED', 'PUBLISHED>FINISHED'];
    for (const statement of refuseOtherMoves('schedule', scheduleMoves)) this.addSql(statement);
  }
}
