import { Migration } from '@mikro-orm/migrations';
import { indexMoveTables, longerIndexes } from '../../kit/vault/index-move.tables.ts';

const indexed = [
  { kind: 'account', table: 'wallet', column: 'number_index' },
  { kind: 'account', table: 'account_claim', column: 'number_index' },
];

export class IndexRotation extends Migration {
  override up(): void {
    for (const { table, column } of indexed) this.addSql(longerIndexes(table, column));
    this.addSql(longerIndexes('purchase_code', 'code_hash'));
    for (const statement of indexMoveTables(indexed)) this.addSql(statement);
  }
}
