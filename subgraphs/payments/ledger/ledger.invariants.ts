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
    name: 'every training balance equals its postings',
    sql: `select participant_id from (
        select participant_id, granted - spent - held - returned as available, held, spent, returned
        from training_balance
      ) balance full join (
        select participant_id,
          coalesce(sum(amount) filter (where account_code = 'TRAINING_BALANCE'), 0) as available,
          coalesce(sum(amount) filter (where account_code = 'TRAINING_HELD'), 0) as held,
          coalesce(sum(amount) filter (where account_code = 'PLATFORM_PAYABLE'), 0) as spent,
          coalesce(sum(amount) filter (where account_code = 'RETURNED'), 0) as returned
        from posting
        where account_code in ('TRAINING_BALANCE', 'TRAINING_HELD', 'PLATFORM_PAYABLE', 'RETURNED')
        group by 1
      ) posted using (participant_id)
      where (balance.available, balance.held, balance.spent, balance.returned)
        is distinct from (posted.available, posted.held, posted.spent, posted.returned)`,
  },
  {
    name: 'incentives due and paid equal the disbursements',
    sql: `select participant_id from (
        select participant_id, coalesce(sum(amount) filter (where status <> 'SETTLED'), 0) as due,
          coalesce(sum(amount) filter (where status = 'SETTLED'), 0) as paid
        from disbursement group by 1
      ) disbursed full join (
        select participant_id, coalesce(sum(amount) filter (where account_code = 'INCENTIVE_PAYABLE'), 0) as due,
          coalesce(sum(amount) filter (where account_code = 'WALLET_CLEARING'), 0) as paid
        from posting where account_code in ('INCENTIVE_PAYABLE', 'WALLET_CLEARING') group by 1
      ) posted using (participant_id)
      where (disbursed.due, disbursed.paid) is distinct from (posted.due, posted.paid)`,
  },
  {
    name: 'wave funds equal balances and disbursements',
    sql: `select wave_number from (
        select wave_number, sum(committed) as committed, sum(paid) as paid, sum(returned) as returned from (
          select wave_number, granted as committed, spent as paid, returned from training_balance
          union all
          select wave_number, amount, case status when 'SETTLED' then amount else 0 end, 0 from disbursement
        ) fact group by 1
      ) fact full join wave_funds using (wave_number)
      where (fact.committed, fact.paid, fact.returned)
        is distinct from (wave_funds.committed, wave_funds.paid, wave_funds.returned)`,
  },
  {
    name: 'budget = granted + unallocated',
    sql: `select budget, granted, unallocated from (
        select (select coalesce(-sum(amount), 0) from posting where account_code = 'TREASURY') as budget,
          (select coalesce(sum(granted), 0) from training_balance)
            + (select coalesce(sum(amount), 0) from disbursement) as granted,
          (select coalesce(sum(amount), 0) from posting where account_code = 'UNALLOCATED') as unallocated
      ) total where budget <> granted + unallocated or unallocated < 0`,
  },
  {
    name: 'the accounts of the state equal their postings',
    sql: `select code from account left join posting on posting.account_code = code
      where not is_personal group by code, balance having balance <> coalesce(sum(amount), 0)`,
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
