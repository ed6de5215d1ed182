import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { simulatedPartner } from '../../../subgraphs/payments/partner/index.ts';
import { startSimulators, type TestSimulators } from '../../../tests/testkit/simulators.ts';
import { simulatedPartners } from '../../simulators/partners.data.ts';
import { bulkCases } from './bulk.cases.ts';
import { command } from './conformance.ts';
import { faultCases } from './fault.cases.ts';
import { fileCases } from './file.cases.ts';
import { runConformance } from './run.ts';
import { standardCases } from './standard.cases.ts';

let simulators: TestSimulators;
/** What each partner was found to do, by its code; all are asked at once, since most of a run waits for a partner. */
let found: Map<string, Awaited<ReturnType<typeof run>>>;
beforeAll(async () => {
  simulators = await startSimulators();
  const runs = simulatedPartners.map(async ({ code }) => [code, await run(code)] as const);
  found = new Map(await Promise.all(runs));
});
afterAll(() => simulators.stop());

const run = async (code: string) => {
  const lines: string[] = [];
  const configuration = simulatedPartner.parse(simulators.configurationOf(code));
  const report = (line: string) => void lines.push(line);
  const counts = await runConformance({ configuration, account: '081200000001', amount: 10_000n, report });
  return { counts, lines };
};

test.each(simulatedPartners.map(({ code }) => code))('%s does what the guide of partners says', (code) => {
  const { counts, lines } = found.get(code) ?? { lines: [`nobody asked ${code}`] };
  expect(lines.filter((line) => !line.startsWith('holds '))).toEqual([]);
  const own = ['bca', 'bni'].includes(code) ? fileCases : bulkCases;
  const holds = standardCases.length + faultCases.length + own.length;
  expect(counts).toEqual({ holds, fails: 0, 'not asked': 0 });
});

test('a partner that pays a reference twice is found out', async () => {
  const partner = simulators.partners.get('linkaja');
  const order = partner && Object.getOwnPropertyDescriptor(partner, 'switches');
  // Whatever is switched, its protection stays off.
  Object.defineProperty(partner, 'switches', {
    configurable: true,
    get: () => ({ ...order?.value, isDuplicateProtectionOn: false }),
    set: () => undefined,
  });
  const { counts, lines } = await run('linkaja');
  if (partner && order) Object.defineProperty(partner, 'switches', order);
  expect(counts.fails).toBeGreaterThan(2);
  expect(lines).toContainEqual(expect.stringMatching(/^fails .*once .*money moved 2 times instead of 1$/));
  expect(lines).toContainEqual(expect.stringMatching(/^fails .*money moved 10 times instead of 1$/));
});

test('a live partner is asked nothing unless somebody says that real money may move', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-conformance-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'partner.json');
  const live = { ...simulators.configurationOf('dana'), url: 'https://partner.example/snap', live: true };
  writeFileSync(file, JSON.stringify(live));
  const args = ['--partner', 'dana', '--file', file];
  await expect(command.run(args)).rejects.toThrow('dana is live: each case pays real money');
  writeFileSync(file, JSON.stringify({ ...live, live: undefined }));
  await expect(command.run(args)).rejects.toThrow('wrong configuration: url (is no simulator of ours');
  await expect(command.run(['--partner', 'gopay', '--file', file])).rejects.toThrow('wrong configuration');
  await expect(command.run(['--partner', 'dana', '--amount', '0'])).rejects.toThrow('--amount whole rupiah');
});
