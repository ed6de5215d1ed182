import { statement } from '../../kit/statement.ts';

// Each takes people in order of the key, so that two events about the same people wait for one another.
const people = 'select participant_id from unnest($1::uuid[]) as participant_id group by 1 order by 1';

/** One award a lifetime: what was announced first stays. */
export const ANNOUNCE = statement(
  'recipient-announce',
  {},
  `insert into recipient (participant_id, wave_number, first_purchase_by, announced_at, begins_on)
    select participant_id, $2::int, $3::date, $4::timestamptz, $5::date from (${people}) as person
    on conflict (participant_id) do update set wave_number = excluded.wave_number,
      first_purchase_by = excluded.first_purchase_by, announced_at = excluded.announced_at, begins_on = excluded.begins_on
    where recipient.announced_at is null`,
);

/** The latest day that was granted counts, in whatever order they come. */
export const EXTEND = statement(
  'recipient-extend',
  {},
  `insert into recipient (participant_id, extended_until) values ($1, $2)
    on conflict (participant_id) do update
      set extended_until = greatest(recipient.extended_until, excluded.extended_until)`,
);

/** A revocation is for ever. */
export const REVOKE = statement(
  'recipient-revoke',
  {},
  `insert into recipient (participant_id, revoked_at) select participant_id, $2::timestamptz from (${people}) as person
    on conflict (participant_id) do update set revoked_at = least(recipient.revoked_at, excluded.revoked_at)`,
);

/** What was said last of being barred counts: an older event that arrives late changes nothing. */
export const SAY_BARRED = statement(
  'recipient-barred',
  {},
  `insert into recipient (participant_id, is_barred, barred_said_at, barred_version)
    select participant_id, $2::boolean, $3::timestamptz, $4::int from (${people}) as person
    on conflict (participant_id) do update set is_barred = excluded.is_barred,
      barred_said_at = excluded.barred_said_at, barred_version = excluded.barred_version
    where recipient.barred_said_at is null
      or (recipient.barred_said_at, recipient.barred_version) < (excluded.barred_said_at, excluded.barred_version)`,
);

/**
 * Writes a condition on a row of `recipient`: the first purchase is still in time.
 * @param day an expression for the day in Asia/Jakarta
 */
export const isInTime = (day: string): string =>
  `(first_purchase_by is null or ${day} <= greatest(first_purchase_by, extended_until))`;

/**
 * Writes a condition on a row of `recipient`: the tranche of the person has not begun.
 * @param day an expression for the day in Asia/Jakarta
 */
export const isBeforeStart = (day: string): string => `coalesce(${day} < begins_on, false)`;
