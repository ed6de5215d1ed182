import { column, statement } from '../../kit/statement.ts';

// Each of these locks the rows of `incentive_condition` in order of the key: whoever decides what is due to a person does
// so under that row, alone.

/** Locks what is known of people, whoever they are. */
export const LOCK = statement(
  'condition-lock',
  {},
  `with known as (
    insert into incentive_condition (participant_id)
    select id from unnest($1::uuid[]) as id group by 1 order by 1 on conflict do nothing
  )
  select from incentive_condition where participant_id = any($1::uuid[]) order by participant_id for update`,
);

/** Remembers the first course that a person completed; what was said first stays. */
export const COMPLETED = statement(
  'condition-completed',
  {},
  `insert into incentive_condition (participant_id, first_enrollment_id, completed_at) values ($1, $2, $3)
  on conflict (participant_id) do update
    set first_enrollment_id = coalesce(incentive_condition.first_enrollment_id, excluded.first_enrollment_id),
      completed_at = coalesce(incentive_condition.completed_at, excluded.completed_at)`,
);

/** Remembers the rating of the first course; what was said first stays. */
export const RATED = statement(
  'condition-rated',
  {},
  `insert into incentive_condition (participant_id, first_enrollment_id, rated_at, is_finished_in_time)
  values ($1, $2, $3, $4)
  on conflict (participant_id) do update
    set first_enrollment_id = coalesce(incentive_condition.first_enrollment_id, excluded.first_enrollment_id),
      rated_at = excluded.rated_at, is_finished_in_time = excluded.is_finished_in_time
    where incentive_condition.rated_at is null`,
);

/** Remembers when people linked a wallet, and when one was verified, for the first time. */
export const WALLET = statement(
  'condition-wallet',
  {},
  `insert into incentive_condition (participant_id, wallet_linked_at, wallet_verified_at)
  select * from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as wallet (id, linked_at, verified_at) order by id
  on conflict (participant_id) do update
    set wallet_linked_at = least(incentive_condition.wallet_linked_at, excluded.wallet_linked_at),
      wallet_verified_at = least(incentive_condition.wallet_verified_at, excluded.wallet_verified_at)`,
);

/** Remembers certificates; one that was revoked before stays so. */
export const ISSUED = statement(
  'certificate-issued',
  {},
  `insert into certificate_fact (certificate_id, participant_id, enrollment_id, issued_at)
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[]) as fact (id) order by id
  on conflict (certificate_id) do update set issued_at = coalesce(certificate_fact.issued_at, excluded.issued_at)`,
);

/** Remembers that a certificate no longer counts, whether or not it was heard of. */
export const REVOKED = statement(
  'certificate-revoked',
  {},
  `insert into certificate_fact (certificate_id, participant_id, enrollment_id, revoked_at) values ($1, $2, $3, $4)
  on conflict (certificate_id) do update set revoked_at = coalesce(certificate_fact.revoked_at, excluded.revoked_at)`,
);

/** Remembers a survey that was filled in. */
export const SUBMITTED = statement(
  'survey-submitted',
  {},
  `insert into survey_fact (participant_id, instalment, wave_number, submitted_at) values ($1, $2, $3, $4)
  on conflict do nothing`,
);

/** People whose time has come to be looked at again, at most so many; those that another process looks at are left out. */
export const TO_RECHECK = statement(
  'condition-to-recheck',
  { id: column.uuid },
  `select participant_id as id from incentive_condition where recheck_at <= $1 order by recheck_at, participant_id
  limit $2 for update skip locked`,
);
