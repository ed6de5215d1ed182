import DataLoader from 'dataloader';
import type { Queries } from '../database.ts';
import type { BorrowerState } from '../eligibility/index.ts';
import { beforeOf, type IdPage } from '../page.ts';
import type { Application, Change } from './application.entity.ts';
import { applicationRows, COLUMNS, FROM, fromRow, isId } from './application.statement.ts';
import { openStatuses, type Status } from './application.status.ts';

const STANDINGS = `select person.id, coalesce(bool_or(status = any($2)), false) as "isOpen",
    coalesce(sum(amount) filter (where status = 'APPROVED'), 0)::int8 as lent
  from unnest($1::text[]) as person (id) left join application on participant_id = person.id group by person.id`;

/** What this bank knows of people, one statement for all of them. */
export const standingsOf = async (queries: Queries, people: readonly string[]): Promise<Map<string, BorrowerState>> => {
  const rows = await queries.rows<BorrowerState & { id: string }>(STANDINGS, [people, openStatuses]);
  return new Map(rows.map(({ id, isOpen, lent }) => [id, { isOpen, lent }]));
};

export const NO_STANDING: BorrowerState = { isOpen: false, lent: 0n };

interface PersonPage {
  participantId: string;
  page: IdPage;
}

const PAGES = `select page.* from unnest($1::text[]) as person (id) cross join lateral (
    select ${COLUMNS} ${FROM} where participant_id = person.id and subject = $4 and application.id < $2
    order by application.id desc limit $3
  ) page`;

/** Pages of the applications of the caller's own account alone, whatever participant the query came by. */
const pages = (queries: Queries, subject: string | null) =>
  new DataLoader<PersonPage, Application[], string>(
    async (keys) => {
      const byShape = Map.groupBy(keys, ({ page }) => JSON.stringify(page));
      const found = new Map<string, Application[]>();
      for (const [shape, group] of byShape) {
        const { page } = group[0] as PersonPage;
        const people = [...new Set(group.map(({ participantId }) => participantId))];
        const rows = await queries.rows<Parameters<typeof fromRow>[0]>(PAGES, [
          people,
          beforeOf(page),
          page.first + 1,
          subject,
        ]);
        for (const application of rows.map(fromRow)) {
          const key = `${application.participantId} ${shape}`;
          found.set(key, [...(found.get(key) ?? []), application]);
        }
      }
      return keys.map(({ participantId, page }) => found.get(`${participantId} ${JSON.stringify(page)}`) ?? []);
    },
    { cacheKeyFn: ({ participantId, page }) => `${participantId} ${JSON.stringify(page)}` },
  );

const CHANGES = `select application_id as "applicationId", nullif(from_status, 'NONE') as "from", to_status as "to",
    changed_at as "changedAt", by_kind as by, reasons
  from change where application_id = any($1::uuid[]) order by application_id, number`;

const changes = (queries: Queries) =>
  new DataLoader<string, Change[]>(async (ids) => {
    const rows = await queries.rows<Change>(CHANGES, [ids]);
    const found = Map.groupBy(rows, ({ applicationId }) => applicationId);
    return ids.map((id) => found.get(id) ?? []);
  });

/** Reads of one request: each kind is one statement, however many rows ask. */
export const applicationLoaders = (queries: Queries, subject: string | null) => ({
  application: new DataLoader<string, Application | null>(async (ids) => {
    const rows = await applicationRows(queries, 'where application.id = any($1::uuid[])', [ids.filter(isId)]);
    return ids.map((id) => rows.find((row) => row.id === id) ?? null);
  }),
  applicationsOf: pages(queries, subject),
  changesOf: changes(queries),
  standingOf: new DataLoader<string, BorrowerState>(async (people) => {
    const found = await standingsOf(queries, people);
    return people.map((id) => found.get(id) ?? NO_STANDING);
  }),
});

/** A page of all applications, for the bank's staff. */
export const listApplications = (queries: Queries, page: IdPage, status: Status | null) =>
  applicationRows(
    queries,
    'where application.id < $1 and ($2::text is null or status = $2) order by application.id desc limit $3',
    [beforeOf(page), status, page.first + 1],
  );

export type ApplicationLoaders = ReturnType<typeof applicationLoaders>;
