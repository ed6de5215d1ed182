import { Migration } from '@mikro-orm/migrations';

// Committed money that goes on to the next year, by two people.
const carryOvers = `create table carry_over (
  id uuid primary key default uuidv7(),
  wave_number integer not null check (wave_number > 0),
  from_year integer not null,
  to_year integer not null check (to_year = from_year + 1),
  -- At most this; what was granted or became due before the approval stays.
  amount bigint not null check (amount > 0),
  reason text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  carried bigint check (carried between 1 and amount),
  check (num_nulls(approved_by, approved_at, carried) in (0, 3)),
  constraint carry_over_two_people_ck check (approved_by <> proposed_by)
)`;

export class CarryOvers extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(carryOvers);
    this.addSql('create unique index carry_over_open_uq on carry_over (wave_number) where approved_at is null');
  }
}
