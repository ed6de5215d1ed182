import { Migration } from '@mikro-orm/migrations';
import { refuseChange } from '../../kit/append-only.tables.ts';

export class Ownership extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // What has an owner keeps it: nobody becomes the owner of what was there before.
    this.addSql(`create table ownership (
      kind text not null check (kind in ('ELEMENT', 'PREFIX', 'SCOPE', 'TAG', 'LINK')),
      name text not null check (char_length(name) between 1 and 500),
      owner text not null check (char_length(owner) between 1 and 128),
      since timestamptz not null,
      primary key (kind, name)
    )`);
    this.addSql(refuseChange({ name: 'refuse_ownership_change', message: `'what has an owner keeps it'` }));
    this.addSql(`create trigger refuse_change before update or delete on ownership for each row
      execute function refuse_ownership_change()`);
    this.addSql(`create trigger refuse_truncate before truncate on ownership for each statement
      execute function refuse_ownership_change()`);
  }
}
