import type { Database } from '../../kit/database.ts';
import type { Page } from '../../kit/page.ts';
import type { BarredListVersionType, ImportedList } from './barred.type.ts';

const columns = `id, list, source, list_date as "listDate", mode, status, refusal, lines, bad_lines as "badLines", bad_codes as "badCodes", added,
  removed, to_recheck as "toRecheck", rechecked, barred, reinstated, requested_at as "requestedAt",
  finished_at as "finishedAt"`;

const ONE = { name: 'barred-version', text: `select ${columns} from barred_list_version where id = $1` };

const LIST = {
  name: 'barred-versions',
  text: `select ${columns} from barred_list_version
    where ($1::int is null or id < $1) and ($2::text is null or list = $2) order by id desc limit $3`,
};

/** Key of the list: versions are listed newest first. */
export type BarredKey = [number];

/** One version; null when there is none. */
export const readVersion = async (database: Database, id: number) =>
  (await database.rows<BarredListVersionType>(ONE, [id]))[0] ?? null;

export const listVersions = (database: Database, page: Page<BarredKey>, list: ImportedList | null) =>
  database.rows<BarredListVersionType>(LIST, [page.after?.[0] ?? null, list, page.first + 1]);
