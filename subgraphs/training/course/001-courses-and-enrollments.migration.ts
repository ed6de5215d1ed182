import { Migration } from '@mikro-orm/migrations';
import { eventTables } from '../../kit/events/tables.ts';

const catalogue = [
  `create table platform (
    id uuid primary key default uuidv7(),
    code text not null unique,
    name text not null,
    active_from integer not null check (active_from >= 2020),
    active_to integer check (active_to >= active_from),
    is_synthetic boolean not null default false
  )`,
  `create table institution (
    id uuid primary key default uuidv7(),
    name text not null,
    region_code text not null check (region_code ~ '^[0-9]{2}([.][0-9]{2})?$'),
    is_synthetic boolean not null default false
  )`,
  // The sum of stars, not their average: a rating adds to it without reading it first.
  `create table course (
    id uuid primary key default uuidv7(),
    platform_id uuid not null references platform,
    institution_id uuid not null references institution,
    title text not null,
    description text not null,
    price bigint not null check (price > 0),
    duration_hours integer not null check (duration_hours >= 6),
    mode text not null check (mode in ('ONLINE', 'OFFLINE', 'HYBRID')),
    status text not null check
      (status in ('DRAFT', 'SUBMITTED', 'UNDER_ASSESSMENT', 'ACTIVE', 'WATCHED', 'SUSPENDED', 'DELISTED')),
    rating_count integer not null default 0 check (rating_count >= 0),
    rating_sum bigint not null default 0 check (rating_sum between rating_count and 5 * rating_count::bigint),
    is_synthetic boolean not null default false
  )`,
  `create index course_platform_ix on course (platform_id, id) where status in ('ACTIVE', 'WATCHED')`,
  `create index course_institution_ix on course (institution_id, id) where status in ('ACTIVE', 'WATCHED')`,
  `create table course_skill (
    skill_code text not null,
    course_id uuid not null references course on delete cascade,
    primary key (skill_code, course_id)
  )`,
  `create index course_skill_course_ix on course_skill (course_id, skill_code)`,
];

// Both grow with people: the participant leads the key, so that the tables can be distributed by it. No foreign key to
// the course, which is never deleted: it makes COPY 2.5 times slower (measured: 100,000 rows in 1.6 s instead of 0.65),
// and every reservation of a popular course would lock and rewrite the same row.
const journeys = [
  `create table enrollment (
    id uuid not null default uuidv7(),
    participant_id uuid not null,
    course_id uuid not null,
    status text not null check (status in ('RESERVED', 'PAID', 'REDEEMED', 'ATTENDING', 'COMPLETED', 'CERTIFIED',
      'RELEASED', 'VOIDED', 'CANCELLED', 'FAILED', 'EXPIRED')),
    price bigint not null check (price > 0),
    reserved_at timestamptz not null,
    paid_at timestamptz check (paid_at >= reserved_at),
    completed_at timestamptz check (completed_at >= paid_at),
    primary key (participant_id, id),
    check (paid_at is not null
      or status not in ('PAID', 'REDEEMED', 'ATTENDING', 'COMPLETED', 'CERTIFIED', 'VOIDED', 'FAILED')),
    check ((completed_at is not null) = (status in ('COMPLETED', 'CERTIFIED')))
  )`,
  `create index enrollment_id_ix on enrollment (id)`,
  `create table certificate (
    id uuid not null default uuidv7(),
    enrollment_id uuid not null,
    participant_id uuid not null,
    course_id uuid not null,
    issued_at timestamptz not null,
    score integer not null check (score between 0 and 100),
    skills text[] not null check (cardinality(skills) between 1 and 20),
    primary key (participant_id, id),
    unique (participant_id, enrollment_id),
    foreign key (participant_id, enrollment_id) references enrollment
  )`,
  `create index certificate_id_ix on certificate (id)`,
];

export class CoursesAndEnrollments extends Migration {
  override up(): void {
    this.addSql(`set lock_timeout = '3s'`);
    for (const statement of [...catalogue, ...journeys, ...eventTables()]) this.addSql(statement);
  }
}
