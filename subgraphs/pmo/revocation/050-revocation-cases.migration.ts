import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

// Those of 034, and REVOKED from ACTIVE and BARRED: payments may have returned the money of someone whose purchase was
// undone but is not heard of yet, or who was barred meanwhile.
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
  'ACTIVE>REVOKED',
  'ACTIVE>BARRED',
  'ALUMNI>ACTIVE',
  'ALUMNI>BARRED',
  'BARRED>RECIPIENT',
  'BARRED>ACTIVE',
  'BARRED>ALUMNI',
  'BARRED>REVOKED',
];

// Who holds an award without a purchase after the deadline, what payments was asked, and what it answered.
const table = `create table revocation_case (
  participant_id uuid primary key,
  wave_number integer not null check (wave_number > 0),
  proposal uuid not null,
  opened_at timestamptz not null,
  asked_at timestamptz,
  outcome text check (outcome in ('RETURNED', 'USED', 'HELD')),
  decided_at timestamptz,
  check ((outcome is null) = (decided_at is null))
)`;

export class RevocationCases extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(table);
    this.addSql('create index revocation_case_wave_ix on revocation_case (wave_number, outcome)');
    // What has to be asked: whoever was never asked comes first.
    this.addSql(`create index revocation_case_unanswered_ix on revocation_case (asked_at nulls first)
      where outcome is null`);
    this.addSql(`create index revocation_case_held_ix on revocation_case (asked_at) where outcome = 'HELD'`);
    this.addSql('drop trigger refuse_move on participant');
    this.addSql('drop function refuse_participant_move()');
    for (const statement of refuseOtherMoves('participant', moves)) this.addSql(statement);
  }
}
