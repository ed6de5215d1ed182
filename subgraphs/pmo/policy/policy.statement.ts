import { column, statement } from '../../kit/statement.ts';
import { rememberFacts, storeDecisions } from './facts.statement.ts';

export const POLICY_OF_WAVE = statement(
  'policy-of-wave',
  { policyVersion: column.text },
  'select policy_version as "policyVersion" from wave where number = $1',
);

/** Stores decisions of one wave, purpose and version with what they were based on. */
export const STORE = `with
  -- The decisions: person, facts and the codes of what is not met.
  judged as (
    select * from unnest($1::uuid[], $2::text[], $3::text[]) as judged (participant_id, facts, reasons)
  ),
  -- Facts are shared by very many: nearly always they are there already. In one order, so that two who store the same
  -- ones wait for one another instead of locking crosswise.
  remembered as (
    ${rememberFacts(`select distinct sha256(convert_to(facts, 'UTF8')), facts from judged order by 1`)}
  )
  ${storeDecisions(`select $4, participant_id, $5, $6, sha256(convert_to(facts, 'UTF8')), string_to_array(reasons, ','), $7, $8
    from judged`)}`;
