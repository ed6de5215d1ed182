import { Migration } from '@mikro-orm/migrations';

export class PayoutYears extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql('alter table disbursement add column budget_year integer');
    this.addSql(`update disbursement set budget_year = wave_budget.year from wave_budget
      where wave_budget.wave_number = disbursement.wave_number`);
  }
}
