import { Migration } from '@mikro-orm/migrations';

export class Budgets extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    // By kind and subject: the blind index of a network or an account, or 'total'. Unlogged: no sign-in waits for the disk
    // to count it, and after a crash all begin anew.
    this.addSql(`create unlogged table sign_in_budget (
      kind text not null check (kind in ('codesSent', 'codesTried', 'passwordsTried', 'account')),
      subject bytea not null,
      spent integer not null check (spent >= 0),
      until timestamptz not null,
      taken_at timestamptz not null,
      is_alarmed boolean not null,
      primary key (kind, subject)
    ) with (fillfactor = 70)`);
    this.addSql(`create index sign_in_budget_until_ix on sign_in_budget (until)`);
  }
}
