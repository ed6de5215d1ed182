import type { Invariant } from '../../kit/invariant.ts';

/** What holds of facts at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: "an organisation's events have each number once, up to its counter, without a gap",
    sql: `select organization_id, last_sequence, count(sequence) as facts
      from fact_counter left join fact using (organization_id) group by 1, 2
      having max(sequence) is not null
        and (max(sequence) <> last_sequence or count(sequence) <> last_sequence - min(sequence) + 1
          or count(distinct sequence) <> count(sequence))`,
  },
  {
    name: 'no fact has two numbers',
    sql: 'select id from fact group by id having count(*) > 1',
  },
];
