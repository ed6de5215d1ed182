import { expect, inject, onTestFinished, test } from 'vitest';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const DOCUMENT = 'docs/partners/publish-a-catalogue.md';
const MOST_MS = 90_000;
const { url, data } = inject('stack');

test('what docs/partners/publish-a-catalogue.md says leads from nothing to a course on sale with a class', async () => {
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  const blocks = commandBlocks(DOCUMENT);
  expect(blocks.filter(({ mark }) => !['', 'not-run'].includes(mark))).toEqual([]);
  const said: string[] = [];
  const startedMs = performance.now();
  // The document's gateway is that of the default stack.
  for (const { mark, text } of blocks)
    if (mark === '') said.push(await run(text.replaceAll('http://localhost:4000/graphql', url)));
  const ranMs = performance.now() - startedMs;
  const [
    token = '',
    ,
    tried,
    imported,
    again,
    mended,
    seen = '',
    assessed = '',
    decided = '',
    published = '',
    found = '',
  ] = said;
  expect(token.split('.')).toHaveLength(3);
  expect(tried).toMatch(/^2 courses: 1 can be read; nothing was sent\nthere is something to mend$/m);
  expect(imported).toMatch(
    /^2 courses: 1 created, 0 new versions, 0 unchanged, 0 outdated, 1 rejected\nthe others are in$/m,
  );
  expect(imported).toMatch(/;3;AMOUNT_UNREADABLE;price;"?Tulis jumlah dalam rupiah bulat/);
  expect(again).toMatch(/^2 courses: 0 created, 0 new versions, 1 unchanged, 0 outdated, 1 rejected\nas before$/m);
  expect(mended).toMatch(/^1 courses: 1 created/m);
  const { platform } = JSON.parse(seen).data;
  const titles = platform.submissions.nodes.map(({ status, title }: Record<string, string>) => `${status} ${title}`);
  expect(titles).toEqual(expect.arrayContaining(['SUBMITTED Barista untuk Pemula', 'SUBMITTED Barista Siap Kerja']));
  const layers = [...assessed.matchAll(/"layer": "(\w+)"/g)].map(([, layer]) => layer);
  expect(layers).toEqual(['PLATFORM', 'PMO', 'ASSESSOR']);
  expect(assessed.match(/"refusal": null/g)).toHaveLength(3);
  expect(JSON.parse(decided).data.decideCourse).toMatchObject({ decision: { outcome: 'APPROVED' }, refusal: null });
  expect(JSON.parse(published).data.publishSchedule).toMatchObject({
    schedule: { id: expect.any(String), seatsLeft: 30 },
    refusal: null,
  });
  expect(JSON.parse(found).data.courses.nodes).toEqual([{ title: 'Barista untuk Pemula', status: 'ACTIVE' }]);
  // Reading and typing take a partner minutes; the commands themselves must not.
  expect(ranMs).toBeLessThan(MOST_MS);
});
