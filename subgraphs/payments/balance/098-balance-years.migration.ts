import { Migration } from '@mikro-orm/migrations';

export class BalanceYears extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql('alter table training_balance add column budget_year integer');
    this.addSql(`update training_balance set budget_year = wave_budget.year from wave_budget
      where wave_budget.wave_number = training_balance.wave_number`);
  }
}
