import { Migration } from '@mikro-orm/migrations';

// The participant leads each key: the tables can be distributed by it, together with enrolments. No foreign keys to
// these, which are never deleted, and which every write here has locked.
const tables = [
  // One row: what session codes are made from. Made here, so that no code can be made without the database.
  `create table code_secret (
    id boolean primary key default true check (id),
    secret bytea not null check (octet_length(secret) = 32)
  )`,
  'insert into code_secret (secret) select uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())',
  `create table attendance_device (
    id uuid primary key,
    institution_id uuid not null references institution,
    name text not null check (char_length(name) between 1 and 100),
    jwk jsonb not null,
    thumbprint text not null constraint attendance_device_thumbprint_uq unique,
    valid_from timestamptz not null,
    valid_until timestamptz not null check (valid_until > valid_from),
    revoked_from timestamptz,
    registered_at timestamptz not null
  )`,
  'create index attendance_device_institution_ix on attendance_device (institution_id, id)',
  // The key is the rule: a session counts once for a person, whoever reports it, and however often.
  `create table attendance (
    participant_id uuid not null,
    enrollment_id uuid not null,
    session_number integer not null check (session_number between 1 and 10),
    at timestamptz not null,
    recorded_at timestamptz not null,
    device_id uuid references attendance_device,
    clock_offset_seconds integer,
    primary key (participant_id, enrollment_id, session_number),
    constraint attendance_clock_ck check (clock_offset_seconds is null or device_id is not null)
  )`,
  `create table code_try (
    participant_id uuid not null,
    enrollment_id uuid not null,
    session_number integer not null,
    tries integer not null check (tries > 0),
    primary key (participant_id, enrollment_id, session_number)
  )`,
  `create table assessment_result (
    participant_id uuid not null,
    enrollment_id uuid not null,
    attempt integer not null check (attempt between 1 and 10),
    score integer not null check (score between 0 and 100),
    taken_at timestamptz not null,
    recorded_at timestamptz not null check (recorded_at >= taken_at),
    primary key (participant_id, enrollment_id, attempt)
  )`,
  // How a course ended for a person, with the rule and the figures that decided it.
  `create table learning_outcome (
    participant_id uuid not null,
    enrollment_id uuid not null,
    outcome text not null check (outcome in ('COMPLETED', 'FAILED')),
    rule text not null,
    score integer check (score between 0 and 100),
    sessions_attended integer not null check (sessions_attended >= 0),
    sessions_held integer not null check (sessions_held >= sessions_attended),
    decided_at timestamptz not null,
    primary key (participant_id, enrollment_id),
    constraint learning_outcome_score_ck check (outcome = 'FAILED' or score is not null)
  )`,
  // A claim: one course of a person is the first that they completed.
  `create table first_course (
    participant_id uuid primary key,
    enrollment_id uuid not null
  )`,
  // Who is learning: few rows of a table that only grows, found when their class is over.
  `create index enrollment_learning_ix on enrollment (id) where status in ('REDEEMED', 'ATTENDING')`,
];

export class Attendance extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
  }
}
