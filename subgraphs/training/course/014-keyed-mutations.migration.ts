import { Migration } from '@mikro-orm/migrations';
import { idempotencyTables } from '../../kit/idempotency.tables.ts';

/** The table of mutations under a key, for all features of this subgraph. */
export class KeyedMutations extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of idempotencyTables()) this.addSql(statement);
    // Rows come in the order of time and are pruned by it: a summary of blocks is enough.
    this.addSql('create index idempotency_key_created_ix on idempotency_key using brin (created_at)');
  }
}
