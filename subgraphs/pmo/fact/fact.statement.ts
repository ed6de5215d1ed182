import { statement } from '../../kit/statement.ts';

/** Takes facts as JSON; they are numbered in their order, behind what waits already. */
export const APPEND = statement(
  'fact-append',
  {},
  `insert into fact_pending (id, organization_id, type, subject, data, occurred_at)
    select id, organization, type, subject, data, at
    from json_to_recordset($1) as row (id uuid, organization uuid, type text, subject text, data jsonb, at timestamptz)`,
);

export const WAITING = 'select exists (select from fact_pending) as "isWaiting"';

/**
 * Numbers up to $2 facts at $1. A fact is there once its transaction has committed, so none is passed over, and
 * no number is given twice: `counted` locks the counter of each organisation until the end.
 */
export const NUMBER = `with
  -- The oldest facts that wait, which leave the table.
  taken as (
    delete from fact_pending where entry = any(array(
      select entry from fact_pending order by entry limit $2 for update skip locked))
    returning *),
  -- How many each organisation gets.
  sizes as (select organization_id, count(*) as size from taken group by 1),
  -- The last number of each organisation, afterwards.
  counted as (
    insert into fact_counter (organization_id, last_sequence)
    select organization_id, size from sizes order by 1
    on conflict (organization_id) do update set last_sequence = fact_counter.last_sequence + excluded.last_sequence
    returning organization_id, last_sequence)
  insert into fact (sequence, id, organization_id, type, subject, data, occurred_at, recorded_at)
  select last_sequence - size + row_number() over (partition by organization_id order by entry),
    id, organization_id, type, subject, data, occurred_at, $1
  from taken join sizes using (organization_id) join counted using (organization_id)`;
