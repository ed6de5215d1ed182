import type { Invariant } from '../../kit/invariant.ts';

export const invariants: readonly Invariant[] = [
  {
    name: 'every imported entry of a list is of a source of that list',
    sql: `select list, source_id, count(*) as entries from barred_entry where source_id <> 0 and not exists (
        select from barred_source where id = source_id and barred_source.list = barred_entry.list
      ) group by 1, 2`,
  },
  {
    name: 'nobody is barred whose last judgement before a payment found nothing against it',
    sql: `select participant.id, last.decided_at from participant join lateral (
        select reasons, decided_at from policy_decision where policy_decision.participant_id = participant.id
          and purpose = 'PAYMENT' order by decided_at desc limit 1
      ) as last on true where status = 'BARRED' and last.reasons = '{}'`,
  },
];
