import type { Invariant } from '../../kit/invariant.ts';

export const invariants: readonly Invariant[] = [
  {
    name: 'what is held in a balance is what its purchases hold',
    sql: `select participant_id from training_balance
      left join (select participant_id, sum(amount) as held from purchase where status = 'HELD' group by 1) as own
        using (participant_id)
      where exists (select from purchase where purchase.participant_id = training_balance.participant_id
        and status <> 'ENDED') and training_balance.held <> coalesce(own.held, 0)`,
  },
  {
    name: 'a platform keeps at most 15 % of what is captured',
    sql: `select id from purchase where commission > amount * 15 / 100`,
  },
];
