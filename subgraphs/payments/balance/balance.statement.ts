import { column, statement } from '../../kit/statement.ts';

// The first event of a wave says its last day; the others get the same, whenever they were written. Nothing is locked once
// the day is there: grants of a wave do not wait for one another. No row when another event has just said it: ask again.
export const SET_LAST_DAY = statement(
  'balance-set-last-day',
  { expiresOn: column.date },
  `with known as (
    select expires_on from wave_balance where wave_number = $1
  ), added as (
    insert into wave_balance (wave_number, expires_on) select $1, $2 where not exists (select from known)
    on conflict do nothing returning expires_on
  )
  select expires_on as "expiresOn" from known union all select expires_on from added`,
);

// Of the year that the wave's money has now, however much is carried over later.
// In order of the key, so that two events with the same people wait for one another instead of locking crosswise.
export const GRANT = statement(
  'balance-grant',
  { participant_id: column.uuid, year: column.int4.orNull },
  `insert into training_balance (participant_id, wave_number, granted, expires_on, budget_year)
  select participant_id, $2, $3, $4, (select year from wave_budget where wave_number = $2)
  from unnest($1::uuid[]) as winner (participant_id)
  order by participant_id
  on conflict (participant_id) do nothing returning participant_id, budget_year as year`,
);

// Takes what is left of balances that are locked.
export const RETURN_UNSPENT = statement(
  'balance-return-unspent',
  { id: column.uuid, wave: column.int4, year: column.int4.orNull, amount: column.int8, held: column.int8 },
  `update training_balance set returned = granted - spent - held, updated_at = $3
  where participant_id = any($1::uuid[]) and wave_number = $2 and granted > spent + returned
  returning participant_id as id, wave_number as wave, budget_year as year, new.returned - old.returned as amount,
    new.held as held`,
);

// Locks at most $2 people, in order of the key, of the oldest last day before today ($1) of which anything is left.
export const LOCK_EXPIRED = statement(
  'balance-lock-expired',
  { id: column.uuid },
  `select participant_id as id from training_balance
  where granted - spent - held - returned > 0 and expires_on = (
    select expires_on from training_balance
    where expires_on < $1::date and granted - spent - held - returned > 0 order by expires_on limit 1
  )
  order by participant_id limit $2::int for no key update`,
);

// Takes what is left of these balances, which are locked; of one that somebody emptied meanwhile nothing.
export const RETURN_EXPIRED = statement(
  'balance-return-expired',
  { id: column.uuid, wave: column.int4, year: column.int4.orNull, amount: column.int8 },
  `update training_balance set returned = granted - spent - held, updated_at = $2
  where participant_id = any($1::uuid[]) and granted - spent - held - returned > 0
  returning participant_id as id, wave_number as wave, budget_year as year,
    new.returned - old.returned as amount`,
);

// Of each movement: how its person ($1) stands, and whether its reference ($2) was posted. Read after the balances are
// locked, in a statement of its own: one that waited for the locks sees what was committed before it began.
export const READ_STANDINGS = statement(
  'balance-standings',
  { isFrozen: column.bool, isRevoked: column.bool, isPosted: column.bool },
  `select exists (select from participant_freeze found where found.participant_id = asked.participant and is_frozen)
      as "isFrozen",
    exists (select from revocation where revocation.participant_id = asked.participant) as "isRevoked",
    exists (select from journal_entry entry where entry.reference = asked.reference) as "isPosted"
  from unnest($1::uuid[], $2::text[]) with ordinality as asked (participant, reference, n) order by n`,
);

// Adds to what is held ($2), spent ($3) and returned ($4) of people's balances, which are locked.
export const CHANGE = statement(
  'balance-change',
  {},
  `update training_balance set held = training_balance.held + moved.held, spent = training_balance.spent + moved.spent,
    returned = training_balance.returned + moved.returned, updated_at = $5
  from (
    select participant, sum(held)::bigint as held, sum(spent)::bigint as spent, sum(returned)::bigint as returned
    from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[]) as moved (participant, held, spent, returned)
    group by 1
  ) as moved
  where participant_id = moved.participant`,
);
