import { Migration } from '@mikro-orm/migrations';

export class OrganizationNames extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(`create table known_organization (
      id uuid primary key,
      name text not null check (char_length(name) between 1 and 200),
      kind text not null check (char_length(kind) between 1 and 50)
    )`);
  }
}
