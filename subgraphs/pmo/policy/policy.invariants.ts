import type { Invariant } from '../../kit/invariant.ts';
import { reasonsByVersionSql } from './evaluate.ts';
import { columnsInSql } from './facts.ts';
import { policies } from './policies.data.ts';

// Decisions with the same facts under the same version are replayed once, whoever they are about.
const replayed = `select policy_version, facts_hash, reasons, decisions, facts, ${reasonsByVersionSql(policies, 'policy_version')} as again
  from (
    select policy_version, facts_hash, reasons, decisions, facts, ${columnsInSql('facts')} from (
      select policy_version, facts_hash, reasons, count(*) as decisions
      from policy_decision group by policy_version, facts_hash, reasons
    ) as stored left join policy_facts on hash = facts_hash
  ) as read`;

/** Invariant 8 of the design: every decision stores its version and facts, and replays to the same answer. */
export const invariants: readonly Invariant[] = [
  {
    name: 'every decision replays to the same answer',
    sql: `select policy_version, encode(facts_hash, 'hex') as facts_hash, decisions, reasons, again from (${replayed}) as compared
      where facts is null or reasons is distinct from again`,
  },
  {
    name: 'every screened registration says what its last decision says',
    sql: `select wave_number, participant_id, status, reasons from registration
      join policy_decision as decision using (wave_number, participant_id)
      where purpose = 'SCREEN' and status <> 'JOINED' and (status = 'INELIGIBLE') = (reasons = '{}') and not exists (
        select from policy_decision as last
        where last.wave_number = decision.wave_number and last.participant_id = decision.participant_id
          and last.purpose in ('SCREEN', 'ANNOUNCE') and last.id > decision.id
          and (status = 'INELIGIBLE') = (last.reasons <> '{}')
      )`,
  },
];
