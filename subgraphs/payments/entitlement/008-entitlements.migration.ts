import { Migration } from '@mikro-orm/migrations';

// What was announced to the recipients of a wave: what becomes due is paid by this, whatever a policy says later.
const entitlement = `create table wave_entitlement (
  wave_number integer not null check (wave_number > 0),
  entitlement text not null check (entitlement in ('INCENTIVE', 'SURVEY')),
  amount bigint not null check (amount >= 0),
  instalments integer not null check (instalments >= 0),
  primary key (wave_number, entitlement)
)`;

// What would be due to people who are frozen, until that is lifted.
const withheld = `create table survey_withheld (
  participant_id uuid not null,
  instalment integer not null check (instalment > 0),
  wave_number integer not null,
  submitted_at timestamptz not null,
  primary key (participant_id, instalment)
)`;

export class Entitlements extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [entitlement, withheld]) this.addSql(statement);
    // Not read for what is there: it met a narrower check.
    this.addSql(`alter table journal_entry drop constraint journal_entry_kind_check, add constraint journal_entry_kind_check
      check (kind in ('BUDGET', 'OPENING', 'GRANT', 'HOLD', 'RELEASE', 'SPEND', 'RETURN', 'DUE')) not valid`);
  }
}
