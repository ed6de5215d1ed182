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
  },
  `select release.number as release, revision.id, revision.subgraph, revision.number, revision.organization,
      revision.rollback_to as "rollbackTo", release.released_at as "releasedAt", release.changes
    from release join subgraph_revision as revision on revision.id = release.revision_id
    where release.number < $1::int order by release.number desc limit $2`,
);

export type ChangelogRow = RowsOf<typeof CHANGELOG>;
