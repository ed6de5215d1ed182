import { Migration } from '@mikro-orm/migrations';

/** Which organisation of the graph a platform or an institution is; null while it has not joined. */
export class Organizations extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const table of ['platform', 'institution']) {
      this.addSql(`alter table ${table} add column organization_id uuid
        constraint ${table}_organization_uq unique`);
    }
  }
}
