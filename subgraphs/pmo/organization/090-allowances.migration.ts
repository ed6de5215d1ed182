import { Migration } from '@mikro-orm/migrations';

export class Allowances extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // What an organisation's own people may do by themselves; without a row nothing.
    this.addSql(`create table organization_allowance (
      organization_id uuid primary key references organization,
      scopes text[] not null check (cardinality(scopes) <= 100),
      most_clients integer not null check (most_clients between 0 and 50),
      most_developers integer not null check (most_developers between 0 and 200),
      set_by text not null,
      set_at timestamptz not null
    )`);
    // The registry hears of organisations from now on: those from before are told once more.
    this.addSql('update organization set is_told = false');
  }
}
