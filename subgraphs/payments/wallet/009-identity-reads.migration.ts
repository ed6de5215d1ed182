import { Migration } from '@mikro-orm/migrations';
import { identityReadTables } from '../../kit/vault/identity-reads.tables.ts';

export class IdentityReads extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of identityReadTables()) this.addSql(statement);
  }
}
