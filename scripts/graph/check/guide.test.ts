import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { commandBlocks, workspace } from '../../../tests/testkit/workspace.ts';

const DOCUMENT = 'docs/partners/bring-a-subgraph.md';

test('what docs/partners/bring-a-subgraph.md says of a check is what it prints', async () => {
  const { run, remove } = workspace();
  onTestFinished(remove);
  const printed: string[] = [];
  for (const { text, mark } of commandBlocks(DOCUMENT)) if (mark === '') printed.push(await run(text));
  const [written, refused, passed] = printed;
  expect(written).toBe('');
  const quoted = /```text\n(kur\.graphql:[\s\S]+?)```/.exec(readFileSync(DOCUMENT, 'utf8'))?.[1];
  expect(refused).toBe(quoted);
  expect(passed).toBe('kur.graphql: accepted: nothing to say\n');
});
