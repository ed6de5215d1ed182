import { column, statement } from '../../kit/statement.ts';

// In order of the key, so that two events with the same people wait for one another instead of locking crosswise.
export const GRANT = statement(
  'balance-grant',
  { participant_id: column.uuid },
  `insert into training_balance (participant_id, wave_number, granted, expires_on)
  select participant_id, $2, $3, $4 from unnest($1::uuid[]) as winner (participant_id)
  where not exists (select from revocation where revocation.participant_id = winner.participant_id)
  order by participant_id
  on conflict (participant_id) do nothing returning participant_id`,
);

// `due`: what is left of each balance, locked in order of the key, as all who lock many balances do. `moved`: the
// balances after it.
export const RETURN_UNSPENT = statement(
  'balance-return-unspent',
  { id: column.uuid, amount: column.int8, held: column.int8 },
  `with due as materialized (
    select participant_id, granted - spent - held - returned as amount, held from training_balance
    where participant_id = any($1::uuid[]) and wave_number = $2 order by participant_id for no key update
  ), moved as (
    update training_balance set returned = returned + due.amount, updated_at = $3 from due
    where training_balance.participant_id = due.participant_id and due.amount > 0
  )
  select participant_id as id, amount, held from due where amount > 0 or held > 0`,
);
