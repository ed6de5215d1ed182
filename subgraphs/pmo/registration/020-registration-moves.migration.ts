import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const moves = [
  'JOINED>ELIGIBLE',
  'JOINED>INELIGIBLE',
  'ELIGIBLE>SELECTED',
  'ELIGIBLE>NOT_SELECTED',
  'ELIGIBLE>INELIGIBLE',
];

export class RegistrationMoves extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of refuseOtherMoves('registration', moves)) this.addSql(statement);
  }
}
