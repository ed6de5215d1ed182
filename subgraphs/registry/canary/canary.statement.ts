import { column, statement } from '../../kit/statement.ts';

/** Whether something of a subgraph is live, and whether another revision than $2 is a canary. */
export const BESIDE = statement(
  'canary-beside',
  { hasLive: column.bool, hasOther: column.bool },
  `select exists (select from subgraph_revision where subgraph = $1 and status = 'LIVE') as "hasLive",
    exists (select from subgraph_revision where status = 'CANARY' and id <> $2::uuid) as "hasOther"`,
);

/** The canary whose statement has a hash. */
export const BY_HASH = statement(
  'canary-by-hash',
  { id: column.uuid },
  `select id from subgraph_revision where hash = $1 and status = 'CANARY'`,
);

/** What is a canary now. */
export const OPEN = statement(
  'canary-open',
  { id: column.uuid },
  `select id from subgraph_revision where status = 'CANARY'`,
);

/** Keeps the report $3 of a process ($2) about a canary ($1): the newest one, which has all that came before. */
export const KEEP_COUNTS = statement(
  'canary-counts-keep',
  {},
  `insert into canary_counts (hash, gateway, number, counts, told_at)
    select revision.hash, $2, $3, $4::jsonb, $5 from subgraph_revision as revision
      where revision.hash = $1 and revision.status = 'CANARY'
    on conflict (hash, gateway) do update
      set number = excluded.number, counts = excluded.counts, told_at = excluded.told_at
      where canary_counts.number < excluded.number`,
);

/** What all gateways have counted of a canary. */
export const ALL_COUNTS = statement(
  'canary-counts-all',
  { counts: column.jsonb },
  'select counts from canary_counts where hash = $1',
);
