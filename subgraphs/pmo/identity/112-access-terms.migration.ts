import { Migration } from '@mikro-orm/migrations';
import { accessTermsColumn } from '../../kit/vault/tables.ts';

export class AccessTerms extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of accessTermsColumn()) this.addSql(statement);
  }
}
