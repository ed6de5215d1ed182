import { column, type RowsOf, statement } from '../../kit/statement.ts';

/** Revisions that went live, newest first, behind the release $1; $2 of them. */
export const CHANGELOG = statement(
  'changelog-page',
  {
    release: column.int4,
    id: column.uuid,
    subgraph: column.text,
    number: column.int4,
    organization: column.text,
    rollbackTo: column.int4.orNull,
    releasedAt: column.timestamptz,
    changes: column.jsonb,
    withheld: column.textArray.orNull,
  },
  `select release.number as release, revision.id, revision.subgraph, revision.number, revision.organization,
      revision.rollback_to as "rollbackTo", release.released_at as "releasedAt", release.changes,
      (select elements from withholding where withholding.release = release.number) as withheld
    from release join subgraph_revision as revision on revision.id = release.revision_id
    where release.number < $1::int order by release.number desc limit $2`,
);

export type ChangelogRow = RowsOf<typeof CHANGELOG>;

/**
 * What became of canaries since the release $2 and before the release $1, newest first: a share that callers met, or the
 * end of one that went live for nobody else.
 */
export const CANARY_CHANGES = statement(
  'changelog-canaries',
  {
    id: column.uuid,
    subgraph: column.text,
    number: column.int4,
    organization: column.text,
    share: column.int4,
    at: column.timestamptz,
    hasEnded: column.bool,
  },
  `select * from (
      select step.id, revision.subgraph, revision.number, revision.organization, step.share, step.decided_at as at,
        false as "hasEnded"
      from canary_step as step join subgraph_revision as revision on revision.id = step.revision_id
      union all
      select id, subgraph, number, organization, coalesce(canary_share, 0), ended_at, true
      from subgraph_revision where canary_share is not null and status in ('WITHDRAWN', 'REFUSED')
    ) as change
    where at >= coalesce((select released_at from release where number = $2::int), '-infinity')
      and at < coalesce((select released_at from release where number = $1::int), 'infinity')
    order by at desc limit 100`,
);

export type CanaryChangeRow = RowsOf<typeof CANARY_CHANGES>;
