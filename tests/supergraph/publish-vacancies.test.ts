import { expect, inject, onTestFinished, test } from 'vitest';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const DOCUMENT = 'docs/partners/publish-vacancies.md';
const { url, data } = inject('stack');

test('what docs/partners/publish-vacancies.md says leads from nothing to vacancies that are found', async () => {
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  const blocks = commandBlocks(DOCUMENT);
  expect(blocks.filter(({ mark }) => !['', 'not-run'].includes(mark))).toEqual([]);
  const said: string[] = [];
  // The document's gateway is that of the default stack.
  for (const { mark, text } of blocks)
    if (mark === '') said.push(await run(text.replaceAll('http://localhost:4000/graphql', url)));
  const [token = '', , tried, imported, again, mended, found = ''] = said;
  expect(token.split('.')).toHaveLength(3);
  expect(tried).toMatch(/^2 vacancies: 1 can be read; nothing was sent\nthere is something to mend$/m);
  expect(imported).toMatch(
    /^2 vacancies: 1 created, 0 updated, 0 unchanged, 0 outdated, 1 rejected\nthe others are in$/m,
  );
  expect(imported).toMatch(/;3;AMOUNT_UNREADABLE;salary;"?Tulis jumlah dalam rupiah bulat/);
  expect(again).toMatch(/^2 vacancies: 0 created, 0 updated, 1 unchanged, 0 outdated, 1 rejected\nas before$/m);
  expect(mended).toMatch(/^1 vacancies: 1 created/m);
  const { vacancies } = JSON.parse(found).data;
  expect(vacancies.nodes.map(({ title }: { title: string }) => title)).toContain('Barista kedai kopi');
  expect(vacancies.facets.skills).toEqual(
    expect.arrayContaining([{ skill: { code: 'barista-work' }, count: expect.any(Number) }]),
  );
}, 120_000);
