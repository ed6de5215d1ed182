import { Migration } from '@mikro-orm/migrations';

export class VoucherTries extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // One row an organisation: codes that it named and that are none of its own, counted for a day from the first one.
    this.addSql(`create table voucher_try (
      organization_id uuid primary key,
      tries integer not null check (tries > 0),
      until timestamptz not null
    )`);
  }
}
