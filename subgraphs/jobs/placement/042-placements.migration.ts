import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

// What a portal says of a hire. It counts when the person confirms it; what was confirmed is never reported otherwise.
const placement = `create table placement (
  participant_id uuid not null,
  id uuid not null unique,
  application_id uuid not null unique,
  portal_id uuid not null references portal,
  status text not null check (status in ('REPORTED', 'CONFIRMED', 'DISPUTED')),
  starts_on date not null,
  wage_band text not null check
    (wage_band in ('UNDER_2M', 'FROM_2M_TO_4M', 'FROM_4M_TO_6M', 'FROM_6M_TO_10M', 'FROM_10M')),
  is_retained_at_3_months boolean,
  is_retained_at_6_months boolean,
  reported_at timestamptz not null,
  answered_at timestamptz,
  primary key (participant_id, id),
  foreign key (participant_id, application_id) references application (participant_id, id) on delete cascade,
  check ((status = 'REPORTED') = (answered_at is null)),
  check (is_retained_at_6_months is not true or is_retained_at_3_months is true)
)`;

export class Placements extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    const moves = ['REPORTED>CONFIRMED', 'REPORTED>DISPUTED', 'DISPUTED>REPORTED', 'DISPUTED>CONFIRMED'];
    const index = `create index placement_confirmed_ix on placement (participant_id, answered_at) include (starts_on)
      where status = 'CONFIRMED'`;
    for (const statement of [placement, index, ...refuseOtherMoves('placement', moves)]) this.addSql(statement);
  }
}
