import type { Statement } from '../../../schema/registry/statement.ts';
import { column, statement } from '../../kit/statement.ts';
import type { Revision } from './revision.entity.ts';

/** What is live, in the order in which the subgraphs were first live, and what is left out of each. */
export const LIVE_SET = statement(
  'revision-live-set',
  {
    id: column.uuid,
    name: column.text,
    organization: column.text,
    address: column.text,
    sdl: column.text,
    withheld: column.textArray.orNull,
  },
  `select live.id, live.subgraph as name, live.organization, live.address, sdl.text as sdl,
      (select elements from withholding where revision_id = live.id and release is not null
        order by release desc limit 1) as withheld
    from subgraph_revision as live
    join sdl on sdl.hash = live.sdl_hash
    cross join lateral (select min(live_at) as at from subgraph_revision where subgraph = live.subgraph) as first
    where live.status = 'LIVE' order by first.at, live.subgraph`,
);

/** Who publishes each live subgraph. */
export const LIVE_PUBLISHERS = statement(
  'revision-live-publishers',
  { subgraph: column.text, organization: column.text },
  `select subgraph, organization from subgraph_revision where status = 'LIVE' order by subgraph`,
);

/** Number and hash of the last statement of a subgraph, whatever became of it, and whose it is. */
export const LAST = statement(
  'revision-last',
  { number: column.int4, hash: column.text, organization: column.text, status: column.text },
  `select number, hash, organization, status from subgraph_revision where subgraph = $1 order by number desc limit 1`,
);

/** What waits for the service itself since a moment: its process ended in between. */
export const LEFT = statement(
  'revision-left',
  { id: column.uuid, status: column.text },
  `select id, status from subgraph_revision
    where status in ('PROPOSED', 'APPROVED') and coalesce(approved_at, proposed_at) < $1 order by id limit 20`,
);

export const LAST_RELEASE = statement(
  'release-last',
  { number: column.int4, supergraph: column.text, supergraphHash: column.text, releasedAt: column.timestamptz },
  `select number, supergraph, supergraph_hash as "supergraphHash", released_at as "releasedAt"
    from release order by number desc limit 1`,
);

type StatedColumns = Pick<
  Revision,
  'organization' | 'subgraph' | 'number' | 'previous' | 'sdlHash' | 'address' | 'rollbackTo'
>;

/** What was signed. */
export const statementOf = (row: StatedColumns): Statement => ({
  organization: row.organization,
  subgraph: row.subgraph,
  number: row.number,
  previous: row.previous,
  sdlHash: row.sdlHash,
  address: row.address,
  ...(row.rollbackTo !== null && { rollbackTo: row.rollbackTo }),
});
