import { column, statement } from '../../kit/statement.ts';
import type { Outcome } from './revoke.events.ts';

const outcome = column.text.as<Outcome>();

/** In order of the key; whoever was revoked before stays as they are. */
export const REMEMBER = statement(
  'revocation-remember',
  {},
  `insert into revocation (participant_id, wave_number, revoked_at)
  select participant_id, $2, $3 from unnest($1::uuid[]) as participant_id order by participant_id
  on conflict do nothing`,
);

/** Locks the balances of people $1 in wave $2, in order of the key, as all who lock many balances do. */
export const LOCK_BALANCES = statement(
  'revocation-lock-balances',
  { id: column.uuid },
  `select participant_id as id from training_balance
    where participant_id = any($1::uuid[]) and wave_number = $2 order by participant_id for no key update`,
);

// Without a balance nobody has used anything, and a grant that comes later is returned at once.
const judgement = `case
      when spent > 0 or exists (select from revocation_excuse excuse where excuse.participant_id = judged.participant_id)
        then 'USED'
      when held > 0 then 'HELD'
      else 'RETURNED' end`;

/**
 * Decides about people $1 of wave $2 under proposal $3 at $4; their balances are locked. What was answered to this proposal
 * before is repeated, and so is RETURNED, whichever proposal it answered. A hold is looked at again.
 */
export const DECIDE = statement(
  'revocation-decide',
  { participant: column.uuid, outcome },
  `with
  judged as materialized (
    select judged.participant_id,
      case when known.outcome = 'RETURNED' or known.outcome = 'USED' and known.proposal = $3 then known.outcome
        else ${judgement} end as outcome
    from (select distinct unnest($1::uuid[]) as participant_id) as judged
    left join training_balance balance on balance.participant_id = judged.participant_id and balance.wave_number = $2
    left join revocation_decision known on known.participant_id = judged.participant_id
  ),
  stored as (
    insert into revocation_decision as known (participant_id, wave_number, proposal, outcome, decided_at)
    select participant_id, $2, $3, outcome, $4 from judged order by participant_id
    on conflict (participant_id) do update set proposal = excluded.proposal, outcome = excluded.outcome,
      decided_at = excluded.decided_at
      where known.outcome <> 'RETURNED' and (known.proposal, known.outcome) <> (excluded.proposal, excluded.outcome)
  )
  select participant_id as participant, outcome from judged order by 1`,
);

/** Decides at $2 about those of people $1 whose money was held and is not any more; their balances are locked. */
export const DECIDE_HELD = statement(
  'revocation-decide-held',
  { participant: column.uuid, wave: column.int4, proposal: column.uuid, outcome },
  `with
  judged as materialized (
    select judged.participant_id, judged.wave_number, judged.proposal, ${judgement} as outcome
    from revocation_decision judged
    join training_balance balance using (participant_id, wave_number)
    where judged.participant_id = any($1::uuid[]) and judged.outcome = 'HELD'
  ),
  stored as (
    update revocation_decision set outcome = judged.outcome, decided_at = $2 from judged
    where revocation_decision.participant_id = judged.participant_id and judged.outcome <> 'HELD'
  )
  select participant_id as participant, wave_number as wave, proposal, outcome from judged
  where outcome <> 'HELD' order by 1`,
);

/** Finds those of people $1 whose award was taken back. */
export const REVOKED = statement(
  'revocation-revoked',
  { participant: column.uuid, wave: column.int4 },
  `select participant_id as participant, wave_number as wave from revocation
    where participant_id = any($1::uuid[]) order by 1`,
);

export const EXCUSE = statement(
  'revocation-excuse',
  {},
  `insert into revocation_excuse (participant_id, excused_at)
  select participant_id, $2 from unnest($1::uuid[]) as participant_id order by participant_id
  on conflict do nothing`,
);
