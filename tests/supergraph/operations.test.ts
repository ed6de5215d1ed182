import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { leaveRegistrySound } from '../testkit/access-sound.ts';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const DOCUMENT = 'docs/operations.md';
const { url, data } = inject('stack');

/** The document's ports are those of the default stack. */
const withPorts = (text: string) => {
  const shift = Number(new URL(url).port) - 4_000;
  return text.replaceAll(/localhost:(40\d\d)/g, (_, port) => `localhost:${Number(port) + shift}`);
};

const blocks = commandBlocks(DOCUMENT);

// One of the commands looks for what must not be.
beforeAll(leaveRegistrySound);

test('each block of docs/operations.md is run by a test, or says that it is not', () => {
  expect(blocks.length).toBeGreaterThan(12);
  const unknown = blocks.filter(({ mark }) => !['', 'stopped', 'not-run'].includes(mark));
  expect(unknown).toEqual([]);
});

test('what docs/operations.md says of a running stack can be typed as it stands', async () => {
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  const said: string[] = [];
  for (const { mark, text } of blocks) if (mark === '') said.push(await run(withPorts(text)));
  const all = said.join('\n');
  expect(all).toContain('secrets: written to .env; fill in');
  expect(all).toContain('otpauth://totp/Prakerja:ani%40pmo.example');
  expect(all).toContain('{"status":"ok"}{"status":"ready"}{"status":"ready"}');
  expect(all).toMatch(/"service":"gateway"/);
  expect(all).toMatch(/^all \d+ hold$/m);
  expect(all).toMatch(/^payments: .* the chain holds/m);
  expect(all).toMatch(/^wave 1004 is DRAWN, quota/m);
});
