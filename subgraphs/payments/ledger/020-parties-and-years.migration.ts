import { Migration } from '@mikro-orm/migrations';

const chart = `insert into account (code, is_personal) values
  ('COMMITTED', false), ('INSTITUTION_PAYABLE', true), ('COMMISSION', true), ('PARTNER_DEPOSIT', false),
  ('RECEIVABLE', false), ('PAID_OUT', false), ('FEES', false), ('SUSPENSE', false)`;

// An old entry is of the year in which its budget was given, or in which the balances of its wave end.
const yearOfOld = `update journal_entry set year = coalesce(
  case kind when 'BUDGET' then substring(reference from '^budget:([0-9]{4})$')::integer end,
  (select extract(year from min(expires_on))::integer from training_balance balance
    where balance.wave_number = journal_entry.wave_number),
  extract(year from posted_on)::integer)`;

// Not read for what is there: the rows met narrower checks.
const kinds = `alter table journal_entry drop constraint journal_entry_kind_check,
  add constraint journal_entry_kind_check check (kind in ('BUDGET', 'OPENING', 'COMMIT', 'UNCOMMIT', 'CARRY', 'LAPSE',
    'GRANT', 'HOLD', 'RELEASE', 'CAPTURE', 'SPEND', 'RETURN', 'DUE', 'WITHDRAW', 'PAY', 'BOUNCE', 'SETTLE', 'REFUND',
    'RECONCILE')) not valid`;

// Of a person, of a person and a party, or of a party. The old accounts of a person and a party may lack the party; an
// account of a party may name the person whose money it is.
const places = `alter table posting drop constraint posting_account_ck,
  add constraint posting_account_ck check (
    case
      when account_code in ('TREASURY', 'UNALLOCATED', 'COMMITTED') then participant_id is null and party is null
      when account_code in ('TRAINING_BALANCE', 'TRAINING_HELD', 'INCENTIVE_PAYABLE', 'RETURNED')
        then participant_id is not null and party is null
      when account_code in ('INSTITUTION_PAYABLE', 'COMMISSION') then participant_id is not null and party is not null
      when account_code in ('PLATFORM_PAYABLE', 'WALLET_CLEARING') then participant_id is not null
      when account_code in ('PARTNER_DEPOSIT', 'RECEIVABLE', 'PAID_OUT', 'FEES', 'SUSPENSE') then party is not null
      else false
    end
  ) not valid`;

export class PartiesAndYears extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    this.addSql(chart);
    this.addSql('alter table journal_entry add column year integer');
    this.addSql('alter table journal_entry disable trigger refuse_change');
    this.addSql(yearOfOld);
    this.addSql('alter table journal_entry enable trigger refuse_change');
    // Written by hand, an entry is of the year of its day.
    this.addSql(`alter table journal_entry alter column year set not null,
      alter column year set default extract(year from now() at time zone 'Asia/Jakarta')`);
    this.addSql(kinds);
    this.addSql('alter table posting add column party text');
    this.addSql(places);
  }
}
