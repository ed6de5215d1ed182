import { column, statement } from '../../kit/statement.ts';

/** Revisions to which a subgraph ($1) can go back: the last five contents that were live before the present one. */
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
    join subgraph_revision as live on live.subgraph = earlier.subgraph and live.status = 'LIVE'
    join sdl on sdl.hash = earlier.sdl_hash
    where earlier.subgraph = $1 and earlier.live_at is not null and earlier.rollback_to is null
      and earlier.number <> coalesce(live.rollback_to, live.number)
    order by earlier.number desc limit 5`,
);
