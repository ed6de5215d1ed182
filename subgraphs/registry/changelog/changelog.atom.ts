import type { Change } from '../../../schema/registry/changes.ts';
import type { ChangelogEntry } from './changelog.entry.ts';
import { markup } from './markup.ts';

/** Names the feed wherever it is served: made once. */
const FEED = 'urn:uuid:0193739b-5f0c-7c9e-9a55-2c1c1c7a0e51';
/** Before the first release. */
const BEGINNING = '2026-01-01T00:00:00.000Z';

const textOf = (changes: readonly Change[] | undefined): string =>
  changes?.map(({ kind, message }) => (kind === 'SAFE' ? message : `${kind}: ${message}`)).join('\n') ||
  (changes ? 'Clients see no change.' : 'All other callers meet what is live.');

const entryOf = ({ id, anchor, title, at, organization, changes }: ChangelogEntry): string => markup`<entry>
<id>urn:uuid:${id}</id>
<title>${title}</title>
<updated>${at.toISOString()}</updated>
<author><name>${organization}</name></author>
<link rel="alternate" type="text/html" href="/changelog#${anchor}"/>
<content type="text">${textOf(changes)}</content>
</entry>
`;

/** The changelog as an Atom feed (RFC 4287), in pages (RFC 5005). */
export const changelogFeed = (rows: readonly ChangelogEntry[], next: string | undefined): string => {
  const more = next === undefined ? [] : [markup`<link rel="next" href="${next}"/>\n`];
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${FEED}</id>
<title>Changes of the graph</title>
<updated>${rows[0]?.at.toISOString() ?? BEGINNING}</updated>
<link rel="self" type="application/atom+xml" href="/changelog.atom"/>
<link rel="alternate" type="text/html" href="/changelog"/>
${more}${rows.map(entryOf)}</feed>
`;
};
