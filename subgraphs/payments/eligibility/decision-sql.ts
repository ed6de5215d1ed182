/**
 * Joins the decision on a payout's person that holds until after a moment, as `decision`, and a freeze, as `frozen`; none
 * where there is none.
 * @param payout the table with `participant_id` and `wave_number`, or its alias
 * @param until an expression for the moment
 */
export const decisionJoin = (payout: string, until: string): string => `left join eligibility_decision decision
    on decision.participant_id = ${payout}.participant_id and decision.wave_number = ${payout}.wave_number
      and decision.valid_until > ${until}
  left join participant_freeze frozen on frozen.participant_id = ${payout}.participant_id and frozen.is_frozen`;

/** Why nothing may be paid to whom `decisionJoin` has joined: null when a decision allows it. */
export const WITHHELD_BECAUSE = `case when frozen.participant_id is not null then 'FROZEN'
    when decision.participant_id is null then 'DECISION_STALE'
    when not decision.is_eligible then 'INELIGIBLE' end`;
