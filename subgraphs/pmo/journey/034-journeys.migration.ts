import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

// Those of 019, and the ways back: a purchase can be undone, a certificate revoked.
const moves = [
  'REGISTERED>VERIFIED',
  'VERIFIED>REGISTERED',
  'VERIFIED>APPLICANT',
  'APPLICANT>VERIFIED',
  'APPLICANT>RECIPIENT',
  'RECIPIENT>ACTIVE',
  'RECIPIENT>REVOKED',
  'RECIPIENT>BARRED',
  'ACTIVE>RECIPIENT',
  'ACTIVE>ALUMNI',
  'ACTIVE>BARRED',
  'ALUMNI>ACTIVE',
  'ALUMNI>BARRED',
  'BARRED>RECIPIENT',
  'BARRED>ACTIVE',
  'BARRED>ALUMNI',
];

const tables = [
  // Events come in any order: a row may know the end of a purchase before its beginning. No foreign keys, since the
  // participant leads the key and the tables can be distributed by it.
  `create table purchase (
    participant_id uuid not null,
    enrollment_id uuid not null,
    authorized_at timestamptz,
    released_at timestamptz,
    release_reason text check (release_reason in ('CANCELLED', 'EXPIRED', 'REVOKED', 'VOIDED', 'CLASS_CANCELLED')),
    primary key (participant_id, enrollment_id),
    check (num_nulls(authorized_at, released_at) < 2),
    check ((released_at is null) = (release_reason is null))
  )`,
  `create table earned_certificate (
    participant_id uuid not null,
    certificate_id uuid not null,
    issued_at timestamptz,
    revoked_at timestamptz,
    primary key (participant_id, certificate_id),
    check (num_nulls(issued_at, revoked_at) < 2)
  )`,
  `create table purchase_deadline (
    participant_id uuid primary key,
    wave_number integer not null,
    until date not null,
    extended_at timestamptz not null
  )`,
  'create index purchase_deadline_wave_ix on purchase_deadline (wave_number, until)',
];

export class Journeys extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of tables) this.addSql(statement);
    this.addSql('drop trigger refuse_move on participant');
    this.addSql('drop function refuse_participant_move()');
    for (const statement of refuseOtherMoves('participant', moves)) this.addSql(statement);
  }
}
