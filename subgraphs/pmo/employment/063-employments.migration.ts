import { Migration } from '@mikro-orm/migrations';

// Hires that job portals report, as they were last told.
const employment = `create table employment (
  participant_id uuid not null,
  placement_id uuid not null,
  status text not null check (status in ('REPORTED', 'CONFIRMED', 'DISPUTED')),
  starts_on date not null,
  told_at timestamptz not null,
  primary key (participant_id, placement_id)
)`;

export class Employments extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(employment);
  }
}
