import type { Invariant } from '../../kit/invariant.ts';

/** Invariants 1 and 2 of the design, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'every journal entry sums to zero',
    sql: `select entry_id, sum(amount) from posting group by 1 having sum(amount) <> 0`,
  },
  {
    name: 'every posting belongs to a journal entry',
    sql: `select distinct entry_id from posting
      where not exists (select from journal_entry entry where entry.id = posting.entry_id)`,
  },
  {
    name: 'every journal entry has postings',
    sql: `select id, reference from journal_entry
      where not exists (select from posting where entry_id = id and posting.posted_on = journal_entry.posted_on)`,
  },
  {
    // What was spent follows: granted = available + held + returned + spent.
    name: 'every training balance equals its postings',
    sql: `select participant_id from (
        select participant_id, granted, granted - spent - held - returned as available, held, returned
        from training_balance
      ) balance full join (
        select participant_id,
          coalesce(sum(amount) filter (where kind in ('GRANT', 'OPENING') and account_code <> 'WALLET_CLEARING'), 0)
            as granted,
          coalesce(sum(amount) filter (where account_code = 'TRAINING_BALANCE'), 0) as available,
          coalesce(sum(amount) filter (where account_code = 'TRAINING_HELD'), 0) as held,
          coalesce(sum(amount) filter (where account_code = 'RETURNED'), 0) as returned
        from posting join journal_entry on id = entry_id
        where account_code in ('TRAINING_BALANCE', 'TRAINING_HELD', 'PLATFORM_PAYABLE', 'RETURNED')
          and kind <> 'WITHDRAW'
        group by 1
      ) posted using (participant_id)
      where (balance.granted, balance.available, balance.held, balance.returned)
        is distinct from (posted.granted, posted.available, posted.held, posted.returned)`,
  },
  {
    // What a settlement file confirms has been paid before.
    name: 'incentives due and paid equal the disbursements',
    sql: `select participant_id from (
        select participant_id, coalesce(sum(amount) filter (where status not in ('SETTLED', 'WITHDRAWN')), 0) as due,
          coalesce(sum(amount) filter (where status = 'SETTLED'), 0) as paid
        from disbursement group by 1
      ) disbursed full join (
        select participant_id, coalesce(sum(amount) filter (where account_code = 'INCENTIVE_PAYABLE'), 0) as due,
          coalesce(sum(amount) filter (where account_code = 'WALLET_CLEARING'), 0) as paid
        from posting join journal_entry on id = entry_id
        where account_code in ('INCENTIVE_PAYABLE', 'WALLET_CLEARING') and kind not in ('SETTLE', 'RECONCILE') group by 1
      ) posted using (participant_id)
      where (coalesce(disbursed.due, 0), coalesce(disbursed.paid, 0))
        is distinct from (coalesce(posted.due, 0), coalesce(posted.paid, 0))`,
  },
  {
    name: 'wave funds equal balances and disbursements',
    sql: `select wave_number from (
        select wave_number, sum(committed) as committed, sum(paid) as paid, sum(returned) as returned from (
          select wave_number, granted as committed, spent as paid, returned from training_balance
          union all
          select wave_number, amount, case status when 'SETTLED' then amount else 0 end,
            case status when 'WITHDRAWN' then amount else 0 end
          from disbursement
        ) fact group by 1
      ) fact full join (
        select wave_number, funds.committed - coalesce(waiting.amount, 0) as committed, paid, returned
        from wave_funds funds left join (
          select wave_number, sum(amount) as amount from ledger_total where account_code = 'COMMITTED' group by 1
        ) waiting using (wave_number)
      ) funds using (wave_number)
      where (coalesce(fact.committed, 0), coalesce(fact.paid, 0), coalesce(fact.returned, 0))
        is distinct from (coalesce(funds.committed, 0), coalesce(funds.paid, 0), coalesce(funds.returned, 0))`,
  },
  {
    name: 'budget = granted + unallocated',
    sql: `select budget, granted, committed, unallocated from (
        select (select coalesce(-sum(amount), 0) from posting where account_code = 'TREASURY') as budget,
          (select coalesce(sum(granted), 0) from training_balance)
            + (select coalesce(sum(amount), 0) from disbursement) as granted,
          (select coalesce(sum(amount), 0) from posting where account_code = 'COMMITTED') as committed,
          (select coalesce(sum(amount), 0) from posting where account_code = 'UNALLOCATED') as unallocated
      ) total where budget <> granted + committed + unallocated or unallocated < 0`,
  },
  {
    name: 'the totals of every year, wave and account equal their postings',
    sql: `select year, wave_number, account_code, total.amount as total, posted.amount as posted from (
        select year, coalesce(wave_number, 0) as wave_number, account_code, sum(amount) as amount
        from posting join journal_entry on id = entry_id group by 1, 2, 3
      ) posted full join ledger_total total using (year, wave_number, account_code)
      where coalesce(posted.amount, 0) <> coalesce(total.amount, 0)`,
  },
  {
    name: 'commitments of a year never above its budget',
    sql: `select year, budget, committed from budget_year full join (
        select year, -coalesce(sum(amount) filter (where account_code = 'TREASURY'), 0) as posted_budget,
          coalesce(sum(amount) filter (where account_code = 'UNALLOCATED'), 0) as unallocated
        from posting join journal_entry on id = entry_id where account_code in ('TREASURY', 'UNALLOCATED') group by 1
      ) posted using (year)
      where committed > budget or unallocated < 0
        or (budget, budget - committed) is distinct from (posted_budget, unallocated)`,
  },
  {
    name: 'a wave takes no more than is committed to it',
    sql: `select wave_number, wave_budget.committed, sum(ledger_slot.committed) as waiting
      from wave_budget join ledger_slot using (wave_number) group by 1, 2
      having sum(ledger_slot.committed) not between 0 and wave_budget.committed`,
  },
  {
    name: 'granted = spent + held + returned + available, none below zero',
    sql: `select participant_id from training_balance
      where least(granted - spent - held - returned, spent, held, returned) < 0`,
  },
  {
    name: 'no payout beyond what was announced for its wave',
    sql: `select id from disbursement join wave_entitlement announced using (wave_number, entitlement)
      where instalment > instalments or disbursement.amount <> announced.amount`,
  },
  {
    name: 'one payout per participant, entitlement and instalment',
    sql: `select participant_id, entitlement, instalment from disbursement group by 1, 2, 3 having count(*) > 1`,
  },
];
