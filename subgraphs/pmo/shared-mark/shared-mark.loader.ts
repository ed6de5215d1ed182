import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import type { SharedMarkKind } from './shared-mark.kind.ts';
import { LIST, PEOPLE } from './shared-mark.statement.ts';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** A page of flagged marks, newest first; one row more than asked for tells that more follows. */
export const listSharedMarks = (database: Database, page: Page<IdKey>, kind: SharedMarkKind | null) =>
  database.rows(LIST, [below(page), kind, page.first + 1]);

interface MarkHolder {
  markId: string;
  participantId: string;
}

export const sharedMarkLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  holdersOfMark: pagesByParent<IdKey, MarkHolder>(
    (marks, page) => database.rows(PEOPLE, [marks, page.after?.[0] ?? BEFORE_ALL, page.first + 1]),
    ({ markId }) => markId,
  ),
});

export type SharedMarkLoaders = ReturnType<typeof sharedMarkLoaders>;
