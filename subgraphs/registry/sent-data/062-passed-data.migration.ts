import { Migration } from '@mikro-orm/migrations';

export class PassedData extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // What was passed on, so that an answer that was lost passes nothing on twice.
    this.addSql(`create table passed_data (
      id uuid primary key,
      passed_at timestamptz not null
    )`);
    this.addSql('create index passed_data_passed_at_ix on passed_data (passed_at)');
  }
}
