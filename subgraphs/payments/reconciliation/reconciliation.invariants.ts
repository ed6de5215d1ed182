import type { Invariant } from '../../kit/invariant.ts';

/** What holds of settlement files and decisions at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'every row of a settlement file is matched or has a difference',
    sql: `select line.file_id, line.position from settlement_line line
      left join settlement_difference told on told.file_id = line.file_id and told.position = line.position
      where (line.result = 'MATCHED') = (told.id is not null)`,
  },
  {
    name: 'a settlement file has as many rows, and as much money, as it says',
    sql: `select file.id from settlement_file file left join (
        select file_id, count(*) as lines, sum(amount) as sum, count(*) filter (where result = 'MATCHED') as matched
        from settlement_line group by 1
      ) line on line.file_id = file.id
      where (line_count, line_sum, file.matched)
        is distinct from (coalesce(line.lines, 0), coalesce(line.sum, 0), coalesce(line.matched, 0))`,
  },
  {
    name: 'what matched in a settlement file that is done is posted, and nothing else',
    sql: `select file.id from settlement_file file left join (
        select file_id, sum(case fact when 'PAID' then amount else -amount end) as claimed
        from reconciled_order join disbursement_order ordered on ordered.id = order_id where not is_decided group by 1
      ) claim on claim.file_id = file.id left join (
        select split_part(reference, ':', 2)::int as file_id, sum(amount) as posted
        from journal_entry join posting on entry_id = id
        where kind = 'RECONCILE' and reference like 'reconcile:%' and account_code = 'PARTNER_DEPOSIT' group by 1
      ) entry on entry.file_id = file.id
      where status = 'DONE' and coalesce(claimed, 0) <> coalesce(posted, 0)`,
  },
  {
    name: 'a difference is decided by two people',
    sql: `select id from settlement_difference
      where status = 'RESOLVED' and (proposed_by is null or confirmed_by is null or proposed_by = confirmed_by)`,
  },
  {
    name: 'only what two people decided goes to suspense',
    sql: `select entry.id, entry.reference from journal_entry entry join posting on entry_id = entry.id
      left join settlement_difference told
        on entry.reference = 'difference:' || told.id and told.status = 'RESOLVED'
      where entry.kind = 'RECONCILE' and account_code = 'SUSPENSE' and told.id is null`,
  },
];
