import { column, statement } from '../../kit/statement.ts';
import type { SettlementKind, SettlementStatus } from './settlement.status.ts';

const { uuid, text, int4, int8, date, timestamptz, bool } = column;

/** The run that goes on, which is one at most. */
export const OPEN_RUN = statement(
  'settlement-open-run',
  {
    id: uuid,
    until: date,
    status: text.as<SettlementStatus>(),
    postedSeq: int8,
    requestId: text,
  },
  `select id, until, status, posted_seq as "postedSeq", request_id as "requestId" from settlement_run
  where status in ('GATHERING', 'PENDING', 'APPROVED')`,
);

/** The last day that is settled, and whether anything is left to settle of captures before $1. */
export const STANDING = statement(
  'settlement-standing',
  { last: date.orNull, isAnything: bool },
  `with done as (select max(until) as until from settlement_run where status = 'DONE')
  select until as last, exists (
      select from purchase where status = 'CAPTURED' and captured_at < $1
        and captured_at >= coalesce((until - 1)::timestamp at time zone 'Asia/Jakarta', '-infinity')
        and not exists (select from settled_purchase line where line.purchase_id = purchase.id)
    ) or exists (
      select from purchase join settled_purchase sale on purchase_id = purchase.id and kind = 'SALE'
      where purchase.status = 'REFUNDED' and not exists (select from settled_purchase back
        where back.purchase_id = purchase.id and back.account = sale.account and back.kind = 'REFUND')
    ) as "isAnything"
  from done`,
);

// A second run of the same period, or beside one that is open, is none.
export const ADD_RUN = statement(
  'settlement-add-run',
  { id: uuid },
  `insert into settlement_run (until, status, created_by, created_at, request_id) values ($1, 'GATHERING', $2, $3, $4)
  on conflict do nothing returning id`,
);

export const RUN_OF_PERIOD = statement(
  'settlement-run-of-period',
  { id: uuid },
  `select id from settlement_run where until = $1 and status <> 'REJECTED'`,
);

// Lines of what `share` has, each with the settlement of its party.
const addLines = (kind: 'SALE' | 'REFUND') => `parties as (
    insert into settlement (run_id, account, party) select distinct $1::uuid, account, party from share
    order by account, party on conflict do nothing
  ), lines as (
    insert into settled_purchase (run_id, account, party, kind, purchase_id, price, amount)
    select $1, account, party, '${kind}', id, price, amount from share order by account, party, id
    on conflict do nothing
  )`;

/**
 * Puts the next $3 purchases that were captured before $2 into run $1, and remembers how far it came. It begins a day before
 * the end of the last settled period, for what was committed late; a purchase that has a line gets no second one.
 */
export const GATHER = statement(
  'settlement-gather',
  { count: int4 },
  `with cut as (
    select coalesce(gathered_at, (select (max(until) - 1)::timestamp at time zone 'Asia/Jakarta' from settlement_run
        where status = 'DONE'), '-infinity') as at,
      coalesce(gathered_id, '00000000-0000-0000-0000-000000000000') as id
    from settlement_run where id = $1
  ), next as materialized (
    select purchase.id, captured_at, amount, commission, platform_id, institution_id from purchase, cut
    where status = 'CAPTURED' and (captured_at, purchase.id) > (cut.at, cut.id) and captured_at < $2
    order by captured_at, purchase.id limit $3
  ), share as (
    select id, 'INSTITUTION_PAYABLE' as account, institution_id as party, amount as price, amount - commission as amount
    from next where amount > commission and not exists (select from settled_purchase known
      where known.purchase_id = next.id and known.account = 'INSTITUTION_PAYABLE')
    union all
    select id, 'COMMISSION', platform_id, amount, commission
    from next where commission > 0 and not exists (select from settled_purchase known
      where known.purchase_id = next.id and known.account = 'COMMISSION')
  ), ${addLines('SALE')}, moved as (
    update settlement_run set (gathered_at, gathered_id)
      = (select captured_at, id from next order by captured_at desc, id desc limit 1)
    where id = $1 and exists (select from next)
  )
  select count(*)::int as count from next`,
);

// What was refunded after it was settled: the ledger has it as RECEIVABLE since.
export const GATHER_REFUNDS = statement(
  'settlement-gather-refunds',
  {},
  `with share as (
    select sale.purchase_id as id, sale.account, sale.party, sale.price, sale.amount
    from purchase join settled_purchase sale on sale.purchase_id = purchase.id and sale.kind = 'SALE'
      join settlement_run run on run.id = sale.run_id and run.status = 'DONE'
    where purchase.status = 'REFUNDED' and not exists (select from settled_purchase back
      where back.purchase_id = sale.purchase_id and back.account = sale.account and back.kind = 'REFUND')
  ), ${addLines('REFUND')}
  select`,
);

// What a party has sold and owes back by run $1, and what it still owed before: of its newest settlement that is done.
const SUM_UP = `update settlement set sales = total.sales, refunds = total.refunds, brought_forward = total.owed
  from (
    select own.id, coalesce(sum(amount) filter (where kind = 'SALE'), 0) as sales,
      coalesce(sum(amount) filter (where kind = 'REFUND'), 0) as refunds,
      coalesce((select earlier.carried_forward from settlement earlier
        join settlement_run done on done.id = earlier.run_id and done.status = 'DONE'
        where earlier.party = own.party and earlier.account = own.account order by done.until desc limit 1), 0) as owed
    from settlement own left join settled_purchase line on line.run_id = own.run_id and line.account = own.account
      and line.party = own.party
    where own.run_id = $1 group by own.id
  ) total where total.id = settlement.id and (settlement.sales, settlement.refunds, settlement.brought_forward)
    is distinct from (total.sales, total.refunds, total.owed)`;

export const SUM = statement('settlement-sum', {}, SUM_UP);

/** Puts the control totals of run $1 before an approver. */
export const SEAL = statement(
  'settlement-seal',
  {},
  `update settlement_run set status = 'PENDING', line_count = total.lines, sales = total.sales, refunds = total.refunds
  from (select count(*) as lines, coalesce(sum(amount) filter (where kind = 'SALE'), 0) as sales,
    coalesce(sum(amount) filter (where kind = 'REFUND'), 0) as refunds from settled_purchase where run_id = $1) total
  where id = $1 and status = 'GATHERING'`,
);

/** Whether the lines of run $1 are not those of its control totals, or not what their purchases say. */
export const IS_ALTERED = statement(
  'settlement-is-altered',
  { isAltered: bool },
  `select (count(line.seq), coalesce(sum(line.amount) filter (where kind = 'SALE'), 0),
      coalesce(sum(line.amount) filter (where kind = 'REFUND'), 0))
      is distinct from (run.line_count, run.sales, run.refunds)
    or coalesce(bool_or((line.price, line.amount, line.party) is distinct from (purchase.amount,
      case line.account when 'COMMISSION' then purchase.commission else purchase.amount - purchase.commission end,
      case line.account when 'COMMISSION' then purchase.platform_id else purchase.institution_id end)), false)
    as "isAltered"
  from settlement_run run left join settled_purchase line on line.run_id = run.id
    left join purchase on purchase.id = line.purchase_id
  where run.id = $1 group by run.id`,
);

/** Takes those out of run $1 that were refunded since; says how much that is. */
export const WITHHOLD = statement(
  'settlement-withhold',
  { count: int4, sum: int8 },
  `with gone as (
    delete from settled_purchase using purchase where run_id = $1 and kind = 'SALE' and purchase.id = purchase_id
      and purchase.status <> 'CAPTURED' returning settled_purchase.amount
  )
  select count(*)::int as count, coalesce(sum(amount), 0)::bigint as sum from gone`,
);

export const DROP_LINES = statement('settlement-drop-lines', {}, 'delete from settled_purchase where run_id = $1');
export const DROP_SETTLEMENTS = statement('settlement-drop', {}, 'delete from settlement where run_id = $1');

/** The next $3 lines of run $1 behind $2 that are to be posted, with what the ledger has of their settlement. */
export const NEXT_LINES = statement(
  'settlement-next-lines',
  {
    seq: int8,
    settlement: uuid,
    account: text.as<`${SettlementKind}`>(),
    party: uuid,
    participant: uuid,
    amount: int8,
    posted: int8,
    netted: int8,
  },
  `select seq, own.id as settlement, account, party, purchase.participant_id as participant, line.amount, own.posted,
    own.netted
  from settled_purchase line join settlement own using (run_id, account, party)
    join purchase on purchase.id = line.purchase_id
  where run_id = $1 and seq > $2 and kind = 'SALE' order by seq limit $3`,
);

/** Notes what was posted of settlements, and up to which line. */
export const NOTE_POSTED = statement(
  'settlement-note-posted',
  {},
  `with part as (
    update settlement set posted = settlement.posted + part.amount
    from unnest($3::uuid[], $4::bigint[]) as part (id, amount) where settlement.id = part.id
  )
  update settlement_run set posted_seq = $2 where id = $1`,
);

export const FINISH = statement(
  'settlement-finish',
  {},
  `update settlement_run set status = 'DONE', done_at = $2 where id = $1 and status = 'APPROVED'`,
);

/** Which accounts of the purchases $1 are settled, or will be: a refund is then claimed from the party. */
export const SETTLED = statement(
  'settlement-settled',
  { purchaseId: uuid, account: text.as<`${SettlementKind}`>() },
  `select purchase_id as "purchaseId", account from settled_purchase line join settlement_run run on run.id = line.run_id
  where purchase_id = any($1::uuid[]) and kind = 'SALE' and status in ('APPROVED', 'DONE')`,
);

const run = {
  id: uuid,
  until: date,
  status: text.as<SettlementStatus>(),
  createdBy: text,
  createdAt: timestamptz,
  lineCount: int4.orNull,
  sales: int8.orNull,
  refunds: int8.orNull,
  approvedBy: text.orNull,
  approvedAt: timestamptz.orNull,
  withheldCount: int4,
  withheldSum: int8,
  rejectedBy: text.orNull,
  rejectReason: text.orNull,
  doneAt: timestamptz.orNull,
  paid: int8,
  settlementCount: int4,
} as const;

const selectRun = (condition: string) => `select run.id, until, status, created_by as "createdBy",
    created_at as "createdAt", line_count as "lineCount", run.sales, run.refunds, approved_by as "approvedBy",
    approved_at as "approvedAt", withheld_count as "withheldCount", withheld_sum as "withheldSum",
    rejected_by as "rejectedBy", reject_reason as "rejectReason", done_at as "doneAt", total.paid,
    total.count as "settlementCount"
  from settlement_run run cross join lateral (select coalesce(sum(paid), 0)::bigint as paid, count(*)::int as count
    from settlement where run_id = run.id) total
  where ${condition}`;

export const RUN = statement('settlement-run', run, selectRun('run.id = $1'));
export const RUNS = statement(
  'settlement-runs',
  run,
  `${selectRun('run.id < $1::uuid')} order by run.id desc limit $2`,
);

const own = {
  id: uuid,
  kind: text.as<`${SettlementKind}`>(),
  organizationId: uuid,
  until: date,
  status: text.as<SettlementStatus>(),
  broughtForward: int8,
  sales: int8,
  refunds: int8,
  netted: int8,
  paid: int8,
  carriedForward: int8,
  runId: uuid,
} as const;

const selectOwn = `select own.id, account as kind, party as "organizationId", until, status,
    brought_forward as "broughtForward", own.sales, own.refunds, netted, paid, carried_forward as "carriedForward",
    run_id as "runId"
  from settlement own join settlement_run run on run.id = run_id`;

export const SETTLEMENT = statement('settlement', own, `${selectOwn} where own.id = $1`);

/** A page of settlements: $3 of one run, or of all; $4 those of one party that are approved, or all. */
export const SETTLEMENTS = statement(
  'settlements',
  own,
  `${selectOwn} where own.id < $1::uuid and ($3::uuid is null or run_id = $3)
    and ($4::uuid is null or party = $4 and status in ('APPROVED', 'DONE'))
  order by own.id desc limit $2`,
);

/** A page of the lines of a settlement of run $1, behind line $4. */
export const LINES = statement(
  'settlement-lines',
  {
    seq: int8,
    purchaseId: uuid,
    kind: text.as<'SALE' | 'REFUND'>(),
    price: int8,
    amount: int8,
    invoice: text,
    capturedAt: timestamptz,
  },
  `select seq, purchase_id as "purchaseId", kind, price, line.amount, invoice, captured_at as "capturedAt"
  from settled_purchase line join purchase on purchase.id = purchase_id
  where run_id = $1 and account = $2 and party = $3 and seq > $4 order by seq limit $5`,
);
