import type { Database } from '../../kit/database.ts';
import type { DocumentRequest, ServedDocument } from '../../kit/served-documents.ts';
import { changelogFeed } from './changelog.atom.ts';
import { type ChangelogEntry, inOrder } from './changelog.entry.ts';
import { changelogPage, contentSecurityPolicy } from './changelog.page.ts';
import { CANARY_CHANGES, CHANGELOG } from './changelog.statement.ts';

/** Releases of a page. */
const PAGE = 20;
const BEHIND_ALL = 2_147_483_647;

/** The release behind which a page begins; what is no number is the beginning. */
const placeOf = ({ query: { before } }: DocumentRequest): number =>
  typeof before === 'string' && /^[1-9]\d{0,8}$/.test(before) ? Number(before) : BEHIND_ALL;

interface Form {
  path: string;
  type: string;
  headers?: Record<string, string>;
  write(rows: readonly ChangelogEntry[], next: string | undefined): string;
}

const documentOf = (database: Database, { path, type, headers = {}, write }: Form): ServedDocument => ({
  path,
  type,
  answer: async (asked) => {
    const place = placeOf(asked);
    const rows = await database.rows(CHANGELOG, [place, PAGE + 1]);
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1)?.release;
    const next = rows.length > PAGE && last !== undefined ? `${path}?before=${last}` : undefined;
    const canaries = await database.rows(CANARY_CHANGES, [place, next === undefined ? 0 : (last ?? 0)]);
    const entries = inOrder(shown, canaries);
    // One id stands for the last share of a canary and for its end, which come at different moments.
    const version = `${place}-${entries[0]?.id ?? 'none'}-${entries[0]?.at.getTime() ?? 0}`;
    return { version, headers: { ...headers, 'cache-control': 'public, no-cache' }, body: () => write(entries, next) };
  },
});

/** What everybody may read of what went live. */
export const changelogDocuments = (database: Database): ServedDocument[] => [
  documentOf(database, {
    path: '/changelog',
    type: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': contentSecurityPolicy, 'referrer-policy': 'no-referrer' },
    write: changelogPage,
  }),
  documentOf(database, { path: '/changelog.atom', type: 'application/atom+xml; charset=utf-8', write: changelogFeed }),
];
