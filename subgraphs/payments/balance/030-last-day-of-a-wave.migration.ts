import { Migration } from '@mikro-orm/migrations';

export class LastDayOfAWave extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // One last day for all the people of a wave, whichever of its events is taken first.
    this.addSql(`create table wave_balance (
      wave_number integer primary key check (wave_number > 0),
      expires_on date not null
    )`);
    // A wave that was announced around midnight had two: its people keep the later one.
    this.addSql(`insert into wave_balance (wave_number, expires_on)
      select wave_number, max(expires_on) from training_balance group by 1`);
    this.addSql(`update training_balance set expires_on = wave_balance.expires_on from wave_balance
      where wave_balance.wave_number = training_balance.wave_number
        and wave_balance.expires_on <> training_balance.expires_on`);
    // What is left to return: a balance leaves the index with its last rupiah, so that the work resumes by itself.
    this.addSql(`create index training_balance_left_ix on training_balance (expires_on, participant_id)
      where granted - spent - held - returned > 0`);
  }
}
