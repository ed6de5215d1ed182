import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

const cancelled = `alter table wave
  add column cancelled_at timestamptz,
  add column cancel_reason text check (char_length(cancel_reason) between 3 and 500),
  drop constraint wave_status_check,
  add constraint wave_status_check check (status in ('PLANNED', 'OPEN', 'CLOSED', 'SCREENED', 'DRAWN', 'ANNOUNCED',
    'SETTLED', 'CANCELLED')),
  add constraint wave_cancelled_ck check (num_nulls(cancelled_at, cancel_reason)
    = case when status = 'CANCELLED' then 0 else 2 end)`;

const step = `alter table wave_step drop constraint wave_step_step_check,
  add constraint wave_step_step_check check (step in ('SCREEN', 'FREEZE', 'DRAW', 'ANNOUNCE', 'REVOKE', 'CANCEL'))`;

// Whoever waits in a wave that is cancelled is not selected by it.
const moves = [
  'JOINED>ELIGIBLE',
  'JOINED>INELIGIBLE',
  'JOINED>NOT_SELECTED',
  'ELIGIBLE>SELECTED',
  'ELIGIBLE>NOT_SELECTED',
  'ELIGIBLE>INELIGIBLE',
];

export class CancelledWaves extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(cancelled);
    this.addSql(step);
    this.addSql('drop trigger refuse_move on registration');
    this.addSql('drop function refuse_registration_move()');
    for (const statement of refuseOtherMoves('registration', moves)) this.addSql(statement);
  }
}
