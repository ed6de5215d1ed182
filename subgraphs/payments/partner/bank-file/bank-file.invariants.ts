import type { Invariant } from '../../../kit/invariant.ts';

/** What holds of bank files at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'a bank file has the transfers that its totals say',
    sql: `select file.id from bank_file file left join lateral (
        select count(*)::int as count, sum(amount)::bigint as sum
        from bank_transfer join disbursement_order using (reference) where file_id = file.id
      ) filed on true
      where filed.count <> transfer_count or filed.sum is distinct from control_sum`,
  },
  {
    name: 'no transfer of a file that its bank refused is paid',
    sql: `select reference from bank_transfer join bank_file file on file.id = file_id
      where file.status = 'REFUSED' and bank_transfer.status <> 'FAILED'`,
  },
  {
    name: 'a file is of the bank of its transfers',
    sql: `select reference from bank_transfer filed join bank_file file on file.id = file_id
      where filed.partner_code <> file.partner_code`,
  },
];
