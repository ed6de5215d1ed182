import { createHash } from 'node:crypto';
import type { Change } from '../../../schema/registry/changes.ts';
import type { ChangelogEntry } from './changelog.entry.ts';
import { markup } from './markup.ts';

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1.0625rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #f4f5f7; }
main { box-sizing: border-box; max-width: 48rem; margin: 4vh auto; padding: 2rem; background: #fff; border-radius: .5rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 .25rem; font-size: 1.125rem; }
p { margin: 0; color: #4d4d4d; }
ul { margin: .5rem 0 0; padding-left: 1.25rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
strong { color: #b00020; }
a { color: #0b5394; }
:focus-visible { outline: 3px solid #c25700; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  body { color: #f2f2f2; background: #121417; } main { background: #1e2126; } p { color: #c9c9c9; }
  strong { color: #ff8a9a; } a { color: #8ec5ff; } :focus-visible { outline-color: #ffb366; }
}
`;

/** Nothing is loaded, and nothing runs. */
export const contentSecurityPolicy = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const words = { BREAKING: 'Breaking', DANGEROUS: 'Take care', SAFE: '' } as const;

const itemOf = ({ kind, message }: Change): string =>
  kind === 'SAFE' ? markup`<li>${message}</li>\n` : markup`<li><strong>${words[kind]}</strong> ${message}</li>\n`;

const entryOf = ({ anchor, title, organization, changes = [], ...entry }: ChangelogEntry): string => {
  const at = entry.at.toISOString();
  const what = changes.length > 0 ? [`<ul>\n${changes.map(itemOf).join('')}</ul>\n`] : [];
  return markup`<article>
<h2 id="${anchor}">${title}</h2>
<p><time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>, published by <code>${organization}</code></p>
${what}</article>
`;
};

/** The changelog as a page; `next` is where it goes on. */
export const changelogPage = (rows: readonly ChangelogEntry[], next: string | undefined): string => {
  const none = rows.length === 0 ? ['<p>Nothing was published yet.</p>\n'] : [];
  const more = next === undefined ? [] : [markup`<p><a rel="next" href="${next}">Earlier changes</a></p>\n`];
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Changes of the graph</title>
<link rel="alternate" type="application/atom+xml" title="Changes of the graph" href="/changelog.atom">
<style>${[STYLE]}</style>
</head>
<body>
<main>
<h1>Changes of the graph</h1>
<p>What went live, newest first. <a href="/changelog.atom">Atom feed</a></p>
${none}${rows.map(entryOf)}${more}</main>
</body>
</html>
`;
};
