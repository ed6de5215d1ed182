import { Migration } from '@mikro-orm/migrations';
import { idempotencyTables } from '../../kit/idempotency.tables.ts';

export class KeyedPayouts extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of idempotencyTables()) this.addSql(statement);
  }
}
