import type { Invariant } from '../../kit/invariant.ts';

// What institutions and platforms have of purchases, by the purchases themselves.
const shares = `select institution_id as party, 'INSTITUTION_PAYABLE' as account, amount - commission as amount, status, id
    from purchase where captured_at is not null
  union all
  select platform_id, 'COMMISSION', commission, status, id from purchase where captured_at is not null`;

/** What holds of settlements at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'what a party has, was paid and owes is what was captured less what was refunded',
    sql: `select party from (
        select party::text, sum(amount) filter (where status = 'CAPTURED') as kept from (${shares}) share group by 1
      ) fact full join (
        select party, sum(amount) as booked from posting
        where account_code in ('INSTITUTION_PAYABLE', 'COMMISSION', 'PAID_OUT', 'RECEIVABLE') group by 1
      ) posted using (party)
      where coalesce(kept, 0) <> coalesce(booked, 0)`,
  },
  {
    name: 'a settlement is the sum of its lines',
    sql: `select own.id from settlement own join settlement_run run on run.id = run_id left join (
        select run_id, account, party, sum(amount) filter (where kind = 'SALE') as sold,
          sum(amount) filter (where kind = 'REFUND') as refunded
        from settled_purchase group by 1, 2, 3
      ) line using (run_id, account, party)
      where status in ('PENDING', 'APPROVED', 'DONE')
        and (own.sales, own.refunds) is distinct from (coalesce(sold, 0), coalesce(refunded, 0))`,
  },
  {
    name: 'each line of a settlement is the share of its party in a purchase',
    sql: `select purchase_id, line.account from settled_purchase line left join (${shares}) share
        on share.id = purchase_id and share.account = line.account and share.party = line.party
      where line.amount is distinct from share.amount or kind = 'REFUND' and share.status <> 'REFUNDED'`,
  },
  {
    name: 'approved is settled and withheld',
    sql: `select run.id from settlement_run run left join (
        select run_id, count(*) as lines, sum(amount) filter (where kind = 'SALE') as sold from settled_purchase group by 1
      ) line on line.run_id = run.id
      where status in ('APPROVED', 'DONE') and (line_count, run.sales)
        is distinct from (coalesce(lines, 0) + withheld_count, coalesce(sold, 0) + withheld_sum)`,
  },
  {
    name: 'what is settled is posted, and nothing else',
    sql: `select own.run_id, own.party from (
        select run_id, party::text, sum(posted) as sold, sum(case status when 'DONE' then paid end) as paid,
          bool_and(status <> 'DONE' or posted = own.sales) as is_whole
        from settlement own join settlement_run run on run.id = run_id group by 1, 2
      ) own full join (
        select split_part(reference, ':', 2)::uuid as run_id, party,
          -sum(amount) filter (where account_code in ('INSTITUTION_PAYABLE', 'COMMISSION')) as sold,
          coalesce(sum(amount) filter (where account_code = 'PAID_OUT'), 0) as paid
        from journal_entry join posting on entry_id = id where kind = 'SETTLE' and reference like 'settle:%' group by 1, 2
      ) entry using (run_id, party)
      where not own.is_whole or coalesce(own.sold, 0) <> coalesce(entry.sold, 0)
        or own.paid <> coalesce(entry.paid, 0)`,
  },
  {
    name: 'what a party owes is carried forward, or waits for its next settlement',
    sql: `select party from (
        select party::text, sum(amount) as owed from (
          select distinct on (own.party, account) own.party, carried_forward as amount
          from settlement own join settlement_run run on run.id = run_id and status = 'DONE'
          order by own.party, account, until desc
        ) newest group by 1
      ) carried full join (
        select sale.party::text, sum(sale.amount) as waiting
        from settled_purchase sale join settlement_run run on run.id = sale.run_id and run.status in ('APPROVED', 'DONE')
          join purchase on purchase.id = purchase_id and purchase.status = 'REFUNDED'
        where kind = 'SALE' and not exists (select from settled_purchase back join settlement_run done on done.id = back.run_id
          where back.purchase_id = sale.purchase_id and back.account = sale.account and back.kind = 'REFUND'
            and done.status = 'DONE') group by 1
      ) fresh using (party) full join (
        select party, -sum(amount) as booked from posting where account_code = 'RECEIVABLE' group by 1
      ) posted using (party)
      where not exists (select from settlement_run where status = 'APPROVED')
        and coalesce(owed, 0) + coalesce(waiting, 0) <> coalesce(booked, 0)`,
  },
  {
    name: 'settlements are approved by somebody else than who made them',
    sql: `select id from settlement_run where approved_by = created_by`,
  },
  {
    name: 'a purchase is settled once with each party',
    sql: `select purchase_id from settled_purchase group by purchase_id, account, kind having count(*) > 1`,
  },
];
