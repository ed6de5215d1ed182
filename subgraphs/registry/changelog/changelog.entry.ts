import type { Change } from '../../../schema/registry/changes.ts';
import type { CanaryChangeRow, ChangelogRow } from './changelog.statement.ts';

/** Something that everybody may know of what callers meet. */
export interface ChangelogEntry {
  id: string;
  /** Its place on the page. */
  anchor: string;
  /** What happened, in a line. */
  title: string;
  at: Date;
  organization: string;
  /** What clients see of it; undefined where it is not for all of them. */
  changes: readonly Change[] | undefined;
}

export const entryOfRelease = (row: ChangelogRow): ChangelogEntry => {
  const { id, release, subgraph, number, organization, rollbackTo, releasedAt, changes, withheld } = row;
  const title = `${subgraph}: revision ${number}`;
  return {
    id,
    organization,
    at: releasedAt,
    anchor: `release-${release}`,
    changes: changes as Change[],
    title: withheld
      ? `${subgraph}: revision ${number} without what is granted no more`
      : rollbackTo === null
        ? title
        : `${title}, which brings back revision ${rollbackTo}`,
  };
};

export const entryOfCanary = (row: CanaryChangeRow): ChangelogEntry => {
  const { id, subgraph, number, organization, share, at, hasEnded } = row;
  const title = `${subgraph}: revision ${number} is a canary for ${share} percent of the callers`;
  return {
    id,
    organization,
    at,
    anchor: `canary-${id}`,
    changes: undefined,
    title: hasEnded ? `${subgraph}: revision ${number} is no canary any more, and is not live` : title,
  };
};

/** All of them, the newest first. */
export const inOrder = (releases: readonly ChangelogRow[], canaries: readonly CanaryChangeRow[]): ChangelogEntry[] =>
  [...releases.map(entryOfRelease), ...canaries.map(entryOfCanary)].toSorted(
    (one, other) => other.at.getTime() - one.at.getTime(),
  );
