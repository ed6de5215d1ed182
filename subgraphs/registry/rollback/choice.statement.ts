import { column, statement } from '../../kit/statement.ts';

/** What went live last. */
export const NEWEST_LIVE = statement(
  'rollback-newest-live',
  { name: column.text, organization: column.text, hash: column.text },
  `select subgraph as name, organization, hash from subgraph_revision
    where status = 'LIVE' order by live_at desc, id desc limit 1`,
);

/** Revisions to which a subgraph ($1) can go back: the last five contents that were live and are not now. */
export const EARLIER_CONTENTS = statement(
  'rollback-earlier-contents',
  {
    id: column.uuid,
    number: column.int4,
    name: column.text,
    organization: column.text,
    address: column.text,
    sdl: column.text,
  },
  `select earlier.id, earlier.number, earlier.subgraph as name, earlier.organization, earlier.address, sdl.text as sdl
    from subgraph_revision as earlier
    join sdl on sdl.hash = earlier.sdl_hash
    where earlier.subgraph = $1 and earlier.status = 'SUPERSEDED' and earlier.rollback_to is null
      and not exists (select from subgraph_revision as live
        where live.subgraph = $1 and live.status = 'LIVE' and live.rollback_to = earlier.number)
    order by earlier.number desc limit 5`,
);
