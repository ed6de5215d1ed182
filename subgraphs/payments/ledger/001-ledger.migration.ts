import { Migration } from '@mikro-orm/migrations';
import {
  createMonth,
  firstMonths,
  guardParents,
  guardPartition,
  refuseChange,
  refuseRows,
} from '../../kit/append-only.tables.ts';

const REFUSE = 'refuse_change';
const GUARD = 'guard_postings';
const CREATE_MONTH = 'create_posting_month';

const accounts = `create table account (
  code text primary key,
  is_personal boolean not null,
  -- Kept by check_postings for the two accounts of the state; a person's are in training_balance and disbursement.
  balance bigint not null default 0,
  -- Nothing is granted that the budget does not hold, under any concurrency.
  constraint account_unallocated_ck check (code <> 'UNALLOCATED' or balance >= 0)
)`;

const chart = `insert into account (code, is_personal) values
  ('TREASURY', false), ('UNALLOCATED', false), ('TRAINING_BALANCE', true), ('TRAINING_HELD', true),
  ('PLATFORM_PAYABLE', true), ('INCENTIVE_PAYABLE', true), ('WALLET_CLEARING', true), ('RETURNED', true)`;

const journal = `create table journal_entry (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('BUDGET', 'OPENING', 'GRANT', 'HOLD', 'RELEASE', 'SPEND', 'RETURN')),
  -- Names the fact that was posted, so that it is posted once.
  reference text not null unique,
  wave_number integer,
  posted_at timestamptz not null,
  posted_on date not null generated always as ((posted_at at time zone 'Asia/Jakarta')::date) stored,
  request_id text not null
)`;

// The account is a check and not a foreign key, which would lock the account's row once for each of a million postings.
// No key of its own: it is only ever added and summed, and a key of three columns cost a third of a bulk insert.
const postings = `create table posting (
  entry_id uuid not null,
  account_code text not null,
  participant_id uuid,
  amount bigint not null check (amount <> 0),
  posted_on date not null,
  constraint posting_account_ck check (
    case when participant_id is null then account_code in ('TREASURY', 'UNALLOCATED')
    else account_code in ('TRAINING_BALANCE', 'TRAINING_HELD', 'PLATFORM_PAYABLE', 'INCENTIVE_PAYABLE',
      'WALLET_CLEARING', 'RETURNED') end
  )
) partition by range (posted_on)`;

const waveFunds = `create table wave_funds (
  wave_number integer primary key,
  committed bigint not null default 0,
  paid bigint not null default 0,
  returned bigint not null default 0,
  check (paid >= 0 and returned >= 0 and paid + returned <= committed)
)`;

// One set-based check a statement: an entry's postings are written by one statement, so each statement must balance.
// It also stands for the foreign key to journal_entry, whose rows are never deleted.
const checkPostings = `create function check_postings() returns trigger language plpgsql as $$
declare wrong uuid;
begin
  select line.entry_id into wrong
    from (
      select entry_id, sum(amount) as total, min(posted_on) as first, max(posted_on) as last
      from new_posting group by entry_id
    ) line
    left join journal_entry entry on entry.id = line.entry_id
    where line.total <> 0 or entry.id is null or entry.posted_on <> line.first or entry.posted_on <> line.last
    limit 1;
  if found then
    raise exception 'journal entry % must exist, sum to zero and be posted on its own day', wrong
      using errcode = 'check_violation', constraint = 'posting_entry_sums_to_zero';
  end if;
  insert into wave_funds (wave_number)
    select distinct entry.wave_number from journal_entry entry
    where entry.wave_number is not null and entry.id in (select entry_id from new_posting)
    order by 1 on conflict do nothing;
  update wave_funds set
      committed = wave_funds.committed + moved.committed,
      paid = wave_funds.paid + moved.paid,
      returned = wave_funds.returned + moved.returned
    from (
      select entry.wave_number,
        coalesce(-sum(amount) filter (where account_code = 'UNALLOCATED'), 0) as committed,
        coalesce(sum(amount) filter (where account_code in ('PLATFORM_PAYABLE', 'WALLET_CLEARING')), 0) as paid,
        coalesce(sum(amount) filter (where account_code = 'RETURNED'), 0) as returned
      from new_posting join journal_entry entry on entry.id = entry_id
      where account_code in ('UNALLOCATED', 'PLATFORM_PAYABLE', 'WALLET_CLEARING', 'RETURNED')
      group by 1
    ) moved
    where moved.wave_number = wave_funds.wave_number;
  update account set balance = account.balance + moved.amount
    from (select account_code, sum(amount) as amount from new_posting where participant_id is null group by 1) moved
    where moved.account_code = account.code;
  return null;
end $$`;

// A statement on a partition does not fire the statement triggers of the parent.
const CHECK = `create trigger check_postings after insert on %s referencing new table as new_posting
    for each statement execute function check_postings()`;

const functions = [
  refuseChange({
    name: REFUSE,
    message: `'the ledger is append-only: % of % is refused, post a reversal', tg_op, tg_table_name`,
  }),
  checkPostings,
  guardPartition({ name: GUARD, refuse: REFUSE, also: [CHECK] }),
  createMonth({ name: CREATE_MONTH, table: 'posting', guard: GUARD, by: 'day' }),
];

export class Ledger extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [accounts, chart, journal, postings, waveFunds]) this.addSql(statement);
    this.addSql(`create index posting_entry_ix on posting (entry_id)`);
    this.addSql(`create index posting_participant_ix on posting (participant_id, posted_on)`);
    for (const statement of functions) this.addSql(statement);
    for (const table of ['journal_entry', 'posting']) this.addSql(refuseRows(table, REFUSE));
    this.addSql(`create trigger refuse_truncate before truncate on journal_entry
      for each statement execute function ${REFUSE}()`);
    for (const statement of guardParents('posting', GUARD)) this.addSql(statement);
    this.addSql(firstMonths(CREATE_MONTH));
  }
}
