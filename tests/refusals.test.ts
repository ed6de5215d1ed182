import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { adviceFor, advices, kinds } from '../scripts/refusals.advice.ts';
import { refusalsDocument } from '../scripts/refusals.document.ts';
import { featuresOf } from '../scripts/subgraphs.ts';
import { mutationsOf } from '../subgraphs/kit/assembly.ts';
import { answer } from '../subgraphs/kit/mutation.ts';
import { Refusal } from '../subgraphs/kit/refusal.ts';
import { refusals as organizationRefusals } from '../subgraphs/pmo/organization/organization.refusal.ts';
import { transition as organizationTransition } from '../subgraphs/pmo/organization/organization.status.ts';
import { unthrown } from './testkit/declared-refusals.ts';
import { undeclaredIn } from './testkit/undeclared-refusals.ts';

const declared = Object.values(featuresOf).flatMap(mutationsOf);

const mutationsIn = (sdl: string): string[] =>
  parse(sdl).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Mutation'
      ? (node.fields ?? []).map(({ name }) => name.value)
      : [],
  );

const notDeclaredIn = (sdl: string): string[] =>
  mutationsIn(sdl).filter((name) => !declared.some((each) => each.name === name));

test('every mutation of the graph is declared by a feature', () => {
  const sdl = readFileSync('schema/supergraph.graphql', 'utf8');
  expect(notDeclaredIn(sdl)).toEqual([]);
  expect(notDeclaredIn('type Mutation { grantConsent: Int, planted: Int }')).toEqual(['planted']);
});

const SAMPLE = { en: 'It is late.', id: 'Sudah terlambat.' };
const late = new Refusal('LATE', SAMPLE);
const [grantConsent] = declared.filter(({ name }) => name === 'grantConsent');

// The hook of file.setup.ts fails it.
test.fails('a test in which a mutation refuses with a code that it does not declare fails', async () => {
  if (!grantConsent) return;
  await answer(grantConsent, 'en', () => Promise.reject(late));
});

test('a stack is stopped with what its services were warned of', () => {
  const data = mkdtempSync(join(tmpdir(), 'prakerja-warned-'));
  mkdirSync(join(data, 'logs'));
  const warning = `process.emitWarning('joinWave refused with LATE', { code: 'UNDECLARED_REFUSAL' })`;
  const { stderr } = spawnSync(process.execPath, ['-e', `${warning}; ${warning}`]);
  writeFileSync(join(data, 'logs', 'pmo.log'), stderr);
  expect(undeclaredIn(data)).toEqual(['joinWave refused with LATE']);
  rmSync(data, { recursive: true });
});

test('every refusal that a mutation declares is thrown by what its resolver leads to', () => {
  expect(unthrown(declared)).toEqual([]);
});

test.each([
  ['of a feature that it does not use', () => organizationRefusals.keyLimit(5)],
  ['of a status that it does not move', () => organizationTransition.refusal('ACTIVE' as never, 'ACTIVE' as never)],
  ['that is made for the declaration only', () => new Refusal('CONSENT_UNKNOWN', SAMPLE)],
])('a declared refusal %s is found', (_what, plant) => {
  const refusal = plant();
  expect(unthrown([{ name: 'grantConsent', refusals: [refusal] }])).toEqual([`grantConsent declares ${refusal.code}`]);
});

test('every code has an advice, and every advice a code', () => {
  const codes = [...new Set(declared.flatMap(({ refusals }) => refusals.map(({ code }) => code)))];
  for (const code of codes) expect(adviceFor(code)).toMatch(/\.$/);
  expect(() => refusalsDocument([{ name: 'be', takes: 'time', refusals: [late] }])).toThrow('refusal LATE');
  expect(Object.keys(advices).filter((code) => !codes.includes(code))).toEqual([]);
  const ofKinds = codes.filter((code) => !Object.hasOwn(advices, code));
  expect(kinds.filter(({ codes: kind }) => !ofKinds.some((code) => kind.test(code)))).toEqual([]);
});

test('two texts of one code are both shown, each text once', () => {
  const other = new Refusal('CODE_EXPIRED', { en: 'The code is old.', id: 'Kode sudah lama.' });
  const same = () => new Refusal('CODE_EXPIRED', SAMPLE);
  const text = refusalsDocument([
    { name: 'one', takes: 'a token', refusals: [same()] },
    { name: 'two', takes: 'a token', refusals: [same()] },
    { name: 'three', takes: 'the scope `self`', refusals: [other] },
  ]);
  expect(text.slice(text.indexOf('## '))).toMatchInlineSnapshot(`
    "## CODE_EXPIRED

    > It is late.\\
    > Sudah terlambat.

    > The code is old.\\
    > Kode sudah lama.

    - answered by: \`one\`, \`two\`, which take a token
    - answered by: \`three\`, which takes the scope \`self\`
    - what to do: Offer a new code (\`requestVerificationCode\`, for a purchase \`requestPurchaseCode\`).
    "
  `);
});
