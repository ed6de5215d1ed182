import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
import { type PageValues, pageOfChildren, queriesOver } from '../../kit/query.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { CatalogueProblemEntity } from './problem.entity.ts';

const query = queriesOver(CatalogueProblemEntity);

const PAGE = query<PageValues>()('catalogue-problems', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'catalogue_problem.id',
    of: (platform) =>
      db
        .selectFrom('catalogue_problem')
        .select(['id', 'platformId', 'courseId', 'reference', 'source', 'code', 'path', 'message', 'example'])
        .select('foundAt')
        .where('platformId', '=', platform),
  }),
);

export type ProblemRow = RowsOf<typeof PAGE>;

const problemsByPlatform = (database: Database) =>
  pagesByParent<IdKey, ProblemRow>(
    (platforms, page) => database.read(PAGE, pageValues(platforms, page)),
    ({ platformId }) => platformId,
  );

export const problemLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  problemsOfPlatform: problemsByPlatform(database),
});

export type ProblemLoaders = ReturnType<typeof problemLoaders>;
