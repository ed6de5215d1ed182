import type { Invariant } from '../../kit/invariant.ts';

const missing = (table: string, condition: string) => `select participant_id, wave_number, '${table}' as missing_in
  from ${table} where not exists (
    select from participant_wave known where known.participant_id = ${table}.participant_id
      and known.wave_number = ${table}.wave_number ${condition}
  )`;

/** What a person is told of their waves is all there is of them. */
export const byPersonInvariants: readonly Invariant[] = [
  {
    name: 'registrations and decisions are found by their person',
    sql: `${missing('registration', 'and is_registered')}
      union all ${missing('policy_decision', '')}
      union all select participant_id, wave_number, 'participant_wave' from participant_wave known
        where is_registered and not exists (
          select from registration
          where registration.participant_id = known.participant_id and registration.wave_number = known.wave_number
        )`,
  },
  {
    name: 'joining that is refused again for the same facts stores no second decision',
    sql: `select participant_id, wave_number, id from (
        select participant_id, wave_number, id, reasons, facts_hash,
          lag(facts_hash) over (partition by participant_id, wave_number order by id) as before
        from policy_decision where purpose = 'JOIN'
      ) as refused where reasons <> '{}' and before = facts_hash`,
  },
];
