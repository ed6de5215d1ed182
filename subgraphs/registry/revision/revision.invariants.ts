import type { Invariant } from '../../kit/invariant.ts';

export const revisionInvariants: readonly Invariant[] = [
  {
    name: 'each statement of a subgraph follows the one before it, from the first on',
    sql: `select subgraph, number from subgraph_revision as each
      where number > 1 and not exists (select from subgraph_revision as earlier
        where earlier.subgraph = each.subgraph and earlier.number = each.number - 1 and earlier.hash = each.previous)`,
  },
  {
    name: 'one publisher states all revisions of a subgraph',
    sql: `select subgraph from subgraph_revision group by subgraph having count(distinct organization) > 1`,
  },
  {
    name: 'the live revision of a subgraph has the highest number that was ever live',
    sql: `select subgraph, max(number) as number from subgraph_revision where live_at is not null
      group by subgraph having max(number) <> max(number) filter (where status = 'LIVE')
        or max(number) filter (where status = 'LIVE') is null`,
  },
  {
    name: 'each live revision is in the last release or an earlier one',
    sql: `select id, subgraph from subgraph_revision as live where status = 'LIVE'
      and not exists (select from release where released_at >= live.live_at)`,
  },
];
