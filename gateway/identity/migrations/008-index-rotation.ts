import { Migration } from '@mikro-orm/migrations';
import { indexMoveTables } from '../../../subgraphs/kit/vault/index-move.tables.ts';
import { INDEX_BYTES as bytes } from '../blind-index.ts';

export class IndexRotation extends Migration {
  override up(): void {
    const indexed = [
      { kind: 'phone', table: 'account', column: 'phone_index', bytes },
      { kind: 'email', table: 'account', column: 'email_index', bytes },
    ];
    for (const statement of indexMoveTables(indexed)) this.addSql(statement);
  }
}
