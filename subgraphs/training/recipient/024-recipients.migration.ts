import { Migration } from '@mikro-orm/migrations';

export class Recipients extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // What pmo said of a person, in whatever order it came: a row may begin with the loss of an award.
    this.addSql(`create table recipient (
      participant_id uuid primary key,
      wave_number integer check (wave_number > 0),
      announced_at timestamptz,
      first_purchase_by date,
      extended_until date,
      revoked_at timestamptz,
      is_barred boolean not null default false,
      barred_said_at timestamptz,
      barred_version integer,
      check ((announced_at is null) = (wave_number is null)),
      check (barred_said_at is not null or not is_barred)
    )`);
  }
}
