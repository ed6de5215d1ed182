import { expect, test } from 'vitest';
import { hashOf } from '../../../schema/registry/statement.ts';
import { banker, inputOf, kurStatement, openRegistry, ownSubgraphs } from '../../../tests/testkit/registry.ts';
import { ChecksApart } from './checks-apart.ts';

/** A registry with these limits of a check, and a key of the bank. */
const limited = async (env: { CHECK_TIME_MS: string; CHECK_MEMORY_MB?: string }) => {
  const registry = await openRegistry({ env });
  return { registry, key: await registry.enroll(banker, 'PUBLISHER') };
};

/** Publishes an SDL; returns also the longest that somebody else waited for the registry meanwhile. */
const publishBeside = async (
  { registry, key }: Awaited<ReturnType<typeof limited>>,
  { subgraph, sdl }: { subgraph: string; sdl: string },
) => {
  const publishing = registry.publish(banker, inputOf(key, kurStatement({ subgraph, sdl, sdlHash: hashOf(sdl) })));
  let isOver = false;
  void publishing.finally(() => {
    isOver = true;
  });
  let slowestMs = 0;
  while (!isOver) {
    const began = performance.now();
    await registry.ask(banker, '{ grants(first: 1) { nodes { id } } }');
    slowestMs = Math.max(slowestMs, performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { ...(await publishing), slowestMs };
};

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires"])\n';
const query = 'type Query {\n  "Offers."\n  bombOffers: Int\n}\n';
const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join('\n');

/** What no machine composes within seconds. */
const endless = `${query}${many(250, (i) => `interface Bomb${i} ${i ? `implements ${Array.from({ length: i }, (_, j) => `Bomb${j}`).join(' & ')}` : ''} { a: Int }`)}`;

/** SDLs that take much of something to parse, compose or compare. */
const hostile: [string, string][] = [
  ['lists within lists', `type Query { bombOffers: ${'['.repeat(20_000)}Int${']'.repeat(20_000)} }`],
  ['values within values', `type Query { bombOffers(a: Int = ${'['.repeat(20_000)}${']'.repeat(20_000)}): Int }`],
  ['too many types', many(3_000, (i) => `scalar Bomb${i}`)],
  ['too many lines', '\n'.repeat(60_000)],
  ['a chain of types', `${query}${many(1_900, (i) => `type Bomb${i} { a: Bomb${(i + 1) % 1_900} }`)}`],
  [
    'a union of all',
    `${query}${many(1_000, (i) => `type Bomb${i} { a: Int }`)}\nunion Bombs = ${Array.from({ length: 1_000 }, (_, i) => `Bomb${i}`).join(' | ')}`,
  ],
  [
    'a field set as deep as a well',
    `${query}type Bomb @key(fields: "${'a { '.repeat(5_000)}a${' }'.repeat(5_000)}") { a: Bomb }`,
  ],
  ['thousands of keys', `${query}type Bomb ${many(4_000, () => '@key(fields: "id")')} { id: ID! }`],
  ['a block of a line', `${query}"""${'x '.repeat(400_000)}"""\ntype Bomb { a: Int }`],
];

test('whatever an SDL takes to check, it is answered by a code, and the registry answers others meanwhile', async () => {
  const bounded = await limited({ CHECK_TIME_MS: '4000', CHECK_MEMORY_MB: '192' });
  const answers: string[] = [];
  let slowest = 0;
  for (const [index, [what, body]] of hostile.entries()) {
    const sdl = `${header}${body}`;
    const { revision, refusal, slowestMs } = await publishBeside(bounded, { subgraph: `bomb${index}`, sdl });
    slowest = Math.max(slowest, slowestMs);
    const codes = ((revision?.findings ?? []) as { severity: string; code: string }[])
      .filter(({ severity }) => severity === 'ERROR')
      .map(({ code }) => code);
    answers.push(
      `${what}: ${refusal?.code ?? `${revision?.status} ${[...new Set(codes)].toSorted().slice(0, 3).join(' ')}`}`,
    );
  }
  expect(answers.slice(0, 4)).toEqual([
    'lists within lists: SDL_MALFORMED',
    'values within values: SDL_MALFORMED',
    'too many types: SDL_TYPES_OUT_OF_RANGE',
    'too many lines: SDL_LINES_OUT_OF_RANGE',
  ]);
  // Which of its limits a check meets first, and whether any, depends on the machine; the root field alone refuses it.
  for (const answer of answers.slice(4))
    expect(answer).toMatch(/: REFUSED .*(CHECK_[A-Z]+_EXCEEDED|COMPOSITION_FAILED|ROOT_FIELD_WITHOUT_PREFIX)/);
  // The service parses the text itself, once; nothing else of a check holds it up.
  expect(slowest).toBeLessThan(2_500);
}, 300_000);

test('a check that takes too long or too much memory ends alone', async () => {
  const short = await limited({ CHECK_TIME_MS: '1000' });
  const { revision, slowestMs } = await publishBeside(short, { subgraph: 'endless', sdl: `${header}${endless}` });
  expect([revision?.status, revision?.findings]).toMatchObject(['REFUSED', [{ code: 'CHECK_TIME_EXCEEDED' }]]);
  expect(slowestMs).toBeLessThan(2_500);
  const checks = new ChecksApart({ timeMs: 60_000, memoryMb: 64 });
  const fields = many(10, (i) => `  field${i}: Int`);
  const large = {
    ...ownSubgraphs()[0],
    name: 'large',
    sdl: `${header}${query}${many(1_900, (i) => `type Large${i} {\n${fields}\n}`)}`,
  };
  const live = ownSubgraphs();
  const none = { steward: 'pmo', elements: {}, prefixes: {}, scopes: {}, tags: {}, links: {} };
  const input = { live, candidate: large as never, ownership: none, grants: [], terms: [], now: new Date() };
  const greedy = checks.run<'check'>({ kind: 'check', input });
  await expect(greedy).rejects.toMatchObject({ code: 'CHECK_MEMORY_EXCEEDED' });
});
