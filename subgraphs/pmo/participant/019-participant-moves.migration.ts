import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const moves = [
  'REGISTERED>VERIFIED',
  'VERIFIED>REGISTERED',
  'VERIFIED>APPLICANT',
  'APPLICANT>VERIFIED',
  'APPLICANT>RECIPIENT',
  'RECIPIENT>ACTIVE',
  'RECIPIENT>REVOKED',
  'RECIPIENT>BARRED',
  'ACTIVE>ALUMNI',
  'ACTIVE>BARRED',
  'ALUMNI>BARRED',
  'BARRED>RECIPIENT',
  'BARRED>ACTIVE',
  'BARRED>ALUMNI',
];

export class ParticipantMoves extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of refuseOtherMoves('participant', moves)) this.addSql(statement);
  }
}
