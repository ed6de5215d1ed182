import { Migration } from '@mikro-orm/migrations';

// With the salt, an entry's id is a commitment to the person; entries from before have a random id and no salt.
export class EntrySalts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql('alter table registration add column entry_salt bytea check (octet_length(entry_salt) = 32)');
  }
}
