import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey, type Page, pageValues } from '../../kit/page.ts';
import { type PageValues, pageOfChildren, queriesOver } from '../../kit/query.ts';
import { column, type RowsOf, statement } from '../../kit/statement.ts';
import { VacancyReportEntity } from './moderation.entity.ts';

const query = queriesOver(VacancyReportEntity);

const REPORTS = query<PageValues>()('vacancy-reports', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'vacancy_report.id',
    of: (vacancy) =>
      db
        .selectFrom('vacancy_report')
        .select(['id', 'vacancyId', 'reason', 'text', 'reportedAt'])
        .where('vacancyId', '=', vacancy),
  }),
);

const reportsByVacancy = (database: Database) =>
  pagesByParent<IdKey, RowsOf<typeof REPORTS>>(
    (vacancies, page) => database.read(REPORTS, pageValues(vacancies, page)),
    ({ vacancyId }) => vacancyId,
  );

const HELD = statement(
  'vacancies-held',
  { id: column.uuid },
  `select id from vacancy where held_at is not null and rejected_at is null and id < $1 order by id desc limit $2`,
);

/** Ids of a page of the vacancies that wait for a decision, newest first. */
export const listHeld = async (database: Database, page: Page<IdKey>): Promise<string[]> =>
  (await database.rows(HELD, [below(page), page.first + 1])).map(({ id }) => id);

export const moderationLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  reportsOfVacancy: reportsByVacancy(database),
});

export type ModerationLoaders = ReturnType<typeof moderationLoaders>;
