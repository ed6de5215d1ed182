import { expect, inject, onTestFinished, test } from 'vitest';
import { simulators } from '../../scripts/services.ts';
import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import { commandBlocks, workspace } from '../testkit/workspace.ts';

const DOCUMENT = 'docs/partners/connect-a-wallet.md';
const { url, data } = inject('stack');

test('what docs/partners/connect-a-wallet.md says of the simulators is what they do', async () => {
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  const blocks = commandBlocks(DOCUMENT).filter(({ mark }) => ['', 'not-run'].includes(mark));
  const commands = blocks.filter(({ text }) => /^(npm|curl) /.test(text));
  expect(commands.map(({ mark }) => mark)).toEqual(['', '', '', '', '', '', '', 'not-run', '']);
  const port = Number(new URL(url).port) + simulators.portOffset;
  const said: string[] = [];
  // The document's simulators are those of the default stack.
  for (const { mark, text } of commands) if (mark === '') said.push(await run(text.replaceAll('4020', String(port))));
  const [dana, bni, switched, accounts, manyAccounts, books, restored, ovo] = said;
  expect(dana).toMatch(/^conformance: dana: 40 cases hold, 0 fail$/m);
  expect(bni).toMatch(/^conformance: bni: 45 cases hold, 0 fail$/m);
  expect(ovo).toMatch(/^conformance: ovo: 40 cases hold, 0 fail$/m);
  expect(JSON.parse(switched ?? '')).toMatchObject({
    faults: [{ kind: 'SILENT_PAID', rate: 0.5 }],
    isDuplicateProtectionOn: false,
    seed: 7,
  });
  expect(JSON.parse(accounts ?? '')).toEqual({ accounts: 2 });
  expect(JSON.parse(manyAccounts ?? '')).toEqual({ accounts: 1 });
  expect(JSON.parse(books ?? '')).toMatchObject({ references: expect.any(Number), twice: [] });
  expect(JSON.parse(restored ?? '')).toMatchObject({ faults: [], isDuplicateProtectionOn: true });
}, 240_000);

test('what docs/partners/settlement-files.md says of the simulators is what they do', async () => {
  const { run, remove } = workspace(data);
  onTestFinished(remove);
  const port = Number(new URL(url).port) + simulators.portOffset;
  const yesterday = jakartaDayAfter(new Date(), -1);
  const said: string[] = [];
  for (const { text } of commandBlocks('docs/partners/settlement-files.md')) {
    if (/^(npm|curl) /.test(text))
      said.push(await run(text.replaceAll('4020', `${port}`).replaceAll('2026-11-26', yesterday)));
  }
  const [fetched = '', switched = ''] = said;
  expect(said).toHaveLength(2);
  expect(
    fetched
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(/ +/).slice(0, 2).join(' ')),
  ).toEqual(['bca CAMT053', 'bni MT940', 'dana CSV', 'gopay CSV', 'linkaja CSV', 'ovo CSV']);
  expect(switched).toContain('"fileFaults":[{"kind":"AMOUNT","rate":0.01}]');
  expect(switched).toContain('{"returned":0}');
});
