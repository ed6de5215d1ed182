import { Migration } from '@mikro-orm/migrations';
import { refuseOtherMoves } from '../../kit/status-sql.ts';

// What institutions and platforms are owed for a period, put together by one person and approved by another.
const run = `create table settlement_run (
  id uuid primary key default uuidv7(),
  -- The last day, in Jakarta, whose captures are part of it.
  until date not null,
  status text not null check (status in ('GATHERING', 'PENDING', 'APPROVED', 'REJECTED', 'DONE')),
  created_by text not null,
  created_at timestamptz(3) not null,
  request_id text not null,
  -- Behind which captured purchase the gathering goes on.
  gathered_at timestamptz,
  gathered_id uuid,
  -- Control totals: what was put before the approver.
  line_count integer check (line_count >= 0),
  sales bigint check (sales >= 0),
  refunds bigint check (refunds >= 0),
  approved_by text,
  approved_at timestamptz(3),
  -- Refunded between the proposal and the approval: approved is settled and withheld.
  withheld_count integer not null default 0 check (withheld_count >= 0),
  withheld_sum bigint not null default 0 check (withheld_sum >= 0),
  rejected_by text,
  rejected_at timestamptz(3),
  reject_reason text check (char_length(reject_reason) between 3 and 500),
  posted_seq bigint not null default 0,
  done_at timestamptz(3),
  constraint settlement_run_approver_ck check (approved_by <> created_by),
  constraint settlement_run_approved_ck check (status not in ('APPROVED', 'DONE')
    or num_nulls(approved_by, approved_at, line_count, sales, refunds) = 0),
  constraint settlement_run_rejected_ck check (status <> 'REJECTED'
    or num_nulls(rejected_by, rejected_at, reject_reason) = 0)
)`;

const parties = `account text not null check (account in ('INSTITUTION_PAYABLE', 'COMMISSION')),
  party uuid not null`;

// What one institution or platform gets by a run. What it owes for refunds is taken off what it sold; what is left of
// that goes on to its next settlement.
const settlement = `create table settlement (
  id uuid primary key default uuidv7(),
  run_id uuid not null references settlement_run,
  ${parties},
  sales bigint not null default 0 check (sales >= 0),
  refunds bigint not null default 0 check (refunds >= 0),
  brought_forward bigint not null default 0 check (brought_forward >= 0),
  netted bigint not null generated always as (least(sales, brought_forward + refunds)) stored,
  paid bigint not null generated always as (sales - least(sales, brought_forward + refunds)) stored,
  carried_forward bigint not null
    generated always as (brought_forward + refunds - least(sales, brought_forward + refunds)) stored,
  -- How much of the sales the ledger has.
  posted bigint not null default 0,
  constraint settlement_run_party_uq unique (run_id, account, party),
  constraint settlement_posted_ck check (posted between 0 and sales)
)`;

// A purchase is sold once and refunded once in a lifetime, to each of the two who share it.
const line = `create table settled_purchase (
  seq bigint generated always as identity,
  run_id uuid not null,
  ${parties},
  kind text not null check (kind in ('SALE', 'REFUND')),
  purchase_id uuid not null,
  price bigint not null check (price > 0),
  amount bigint not null,
  primary key (purchase_id, account, kind),
  foreign key (run_id, account, party) references settlement (run_id, account, party),
  constraint settled_purchase_amount_ck check (amount between 1 and price),
  constraint settled_purchase_commission_ck check (account <> 'COMMISSION' or amount <= price * 15 / 100)
)`;

// Until the approval lines come and go as a whole; after it nothing of a settlement changes but how much is posted.
const keep = [
  `create function keep_settled() returns trigger language plpgsql as $$
    begin
      if exists (select from gone join settlement_run on settlement_run.id = gone.run_id
          where status in ('APPROVED', 'DONE')) then
        raise exception 'what is settled stays: % of % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
      end if;
      return null;
    end $$`,
  `create trigger keep_settled after delete on settled_purchase referencing old table as gone
    for each statement execute function keep_settled()`,
  `create trigger keep_settled after delete on settlement referencing old table as gone
    for each statement execute function keep_settled()`,
  `create function keep_settled_amounts() returns trigger language plpgsql as $$
    begin
      if exists (select from settlement_run where id = old.run_id and status in ('APPROVED', 'DONE')) then
        raise exception 'what is settled stays: % of % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
      end if;
      return new;
    end $$`,
  `create trigger keep_amounts before update on settlement for each row
    when ((old.run_id, old.account, old.party, old.sales, old.refunds, old.brought_forward)
      is distinct from (new.run_id, new.account, new.party, new.sales, new.refunds, new.brought_forward))
    execute function keep_settled_amounts()`,
  `create trigger refuse_change before update or truncate on settled_purchase
    for each statement execute function refuse_change()`,
  'revoke update, truncate on settled_purchase from current_user',
];

const indexes = [
  // One run at a time, so that what a party owes is netted once; one of a period, unless it was rejected.
  `create unique index settlement_run_open_uq on settlement_run ((true))
    where status in ('GATHERING', 'PENDING', 'APPROVED')`,
  `create unique index settlement_run_until_uq on settlement_run (until) where status <> 'REJECTED'`,
  'create index settlement_party_ix on settlement (party, id)',
  'create index settled_purchase_run_ix on settled_purchase (run_id, seq)',
  'create index settled_purchase_party_ix on settled_purchase (run_id, account, party, seq)',
  // What is gathered next, and what is owed back.
  `create index purchase_captured_ix on purchase (captured_at, id) where status = 'CAPTURED'`,
  `create index purchase_refunded_ix on purchase (id) where status = 'REFUNDED'`,
];

export class Settlements extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '3s'`);
    for (const statement of [run, settlement, line, ...keep, ...indexes]) this.addSql(statement);
    const moves = ['GATHERING>PENDING', 'PENDING>APPROVED', 'PENDING>REJECTED', 'APPROVED>DONE'];
    for (const statement of refuseOtherMoves('settlement_run', moves)) this.addSql(statement);
  }
}
