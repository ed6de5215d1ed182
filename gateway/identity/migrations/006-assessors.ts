import { Migration } from '@mikro-orm/migrations';

export class Assessors extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql('alter table client drop constraint client_kind_check');
    this.addSql(`alter table client add constraint client_kind_check check
      (kind in ('FRONTEND', 'PLATFORM', 'INSTITUTION', 'ASSESSOR', 'PORTAL', 'WALLET', 'BANK', 'TREASURY'))`);
  }
}
