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
