import { column, statement } from '../../kit/statement.ts';

/** Deprecations that stand. */
export const STANDING = statement(
  'deprecation-standing',
  {
    id: column.uuid,
    coordinate: column.text,
    subgraph: column.text,
    owner: column.text,
    replacement: column.text,
    until: column.date,
    countedAt: column.timestamptz.orNull,
  },
  `select id, coordinate, subgraph, owner, replacement, until, counted_at as "countedAt"
    from deprecation where ended_at is null order by id`,
);

/** Who uses what stands, and whether they acknowledged that it goes. */
export const STANDING_USERS = statement(
  'deprecation-standing-users',
  { deprecationId: column.uuid, organization: column.text, isAcknowledged: column.bool },
  `select deprecation_id as "deprecationId", organization, acknowledged_at is not null as "isAcknowledged"
    from deprecation_user join deprecation on deprecation.id = deprecation_id
    where ended_at is null order by deprecation_id, organization`,
);

/** Adds what a live SDL deprecates: $1 is a list of objects, $2 the moment. */
export const NOTE = `insert into deprecation (id, coordinate, subgraph, owner, replacement, until, noted_at)
  select id, coordinate, subgraph, owner, replacement, until, $2::timestamptz
    from jsonb_to_recordset($1::jsonb)
      as given (id uuid, coordinate text, subgraph text, owner text, replacement text, until date)
  on conflict (coordinate) where ended_at is null
    do update set replacement = excluded.replacement, until = excluded.until, subgraph = excluded.subgraph`;

export const END = `update deprecation set ending = given.ending, ended_at = $2::timestamptz
  from jsonb_to_recordset($1::jsonb) as given (id uuid, ending text)
  where deprecation.id = given.id and ended_at is null`;

/** Adds users that were not known yet ($1 a list of objects), and returns them: they have to be told. */
export const ADD_USERS = statement(
  'deprecation-add-users',
  { deprecationId: column.uuid, organization: column.text },
  `insert into deprecation_user (deprecation_id, organization, told_at)
    select distinct id, organization, $2::timestamptz
      from jsonb_to_recordset($1::jsonb) as given (id uuid, organization text)
    on conflict do nothing
    returning deprecation_id as "deprecationId", organization`,
);

/** A later look at the same day finds as many or more: what the log has forgotten stays. */
export const COUNT = `insert into deprecation_use as known (deprecation_id, organization, day, client, executions)
  select id, organization, day, client, executions
    from jsonb_to_recordset($1::jsonb)
      as given (id uuid, organization text, day date, client text, executions bigint)
  on conflict (deprecation_id, organization, day, client)
    do update set executions = greatest(known.executions, excluded.executions)`;

export const COUNTED = `update deprecation set counted_at = $2::timestamptz where id = any($1::uuid[])`;
