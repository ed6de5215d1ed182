import { Migration } from '@mikro-orm/migrations';

export class Assessors extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql('alter table organization drop constraint organization_kind_check');
    this.addSql(`alter table organization add constraint organization_kind_check check
      (kind in ('PLATFORM', 'INSTITUTION', 'ASSESSOR', 'PAYMENT_PARTNER', 'JOB_PORTAL', 'BANK', 'PMO_UNIT'))`);
  }
}
