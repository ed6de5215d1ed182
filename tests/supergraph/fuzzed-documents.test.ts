import { readdirSync, readFileSync } from 'node:fs';
import { type GraphQLNamedType, getNamedType, isObjectType } from 'graphql';
import { expect, inject, test } from 'vitest';
import { readSupergraph } from '../../gateway/supergraph.ts';
import { Random } from '../../scripts/seed/random.ts';
import { graphClient } from '../testkit/client.ts';
import { fuzzingEnv } from './env.ts';

const { FUZZED_DOCUMENTS: DOCUMENTS, FUZZED_SEED: SEED } = fuzzingEnv();
const AT_ONCE = 4;
const SLOWEST_MS = 250;
const SLOWEST_BESIDE_MS = 200;

const { schema } = readSupergraph(readFileSync('schema/supergraph.graphql', 'utf8'));
const samples = readdirSync('schema/operations')
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => readFileSync(`schema/operations/${name}`, 'utf8'));
const as = graphClient(inject('stack'));

const values = [
  'null',
  '1',
  '-1',
  '1e400',
  '"x"',
  '""',
  '[]',
  '[[1]]',
  '{}',
  '{a: {b: 1}}',
  'ENUM',
  '$v',
  'true',
  '"\\u0000"',
];

const argumentsOf = (random: Random, names: readonly string[]): string => {
  const given = names.filter(() => random.chance(0.7)).map((name) => `${name}: ${random.pick(values)}`);
  return given.length === 0 ? '' : `(${given.join(', ')})`;
};

/** A selection of fields that there are, with arguments of any kind. */
const selection = (random: Random, type: GraphQLNamedType, depth: number): string => {
  if (!isObjectType(type)) return random.chance(0.05) ? '{ id }' : '';
  const fields = Object.values(type.getFields());
  const chosen = Array.from({ length: 1 + random.int(4) }, () => random.pick(fields));
  const texts = chosen.map(({ name, args, type: fieldType }) => {
    const alias = random.chance(0.2) ? `${random.pick(['a', '__proto__', 'constructor', name])}: ` : '';
    const inner = depth > 0 ? selection(random, getNamedType(fieldType), depth - 1) : '';
    return `${alias}${name}${argumentsOf(
      random,
      args.map((arg) => arg.name),
    )} ${inner}`;
  });
  return `{ ${texts.join(' ')} ${random.chance(0.1) ? '...F' : ''} }`;
};

const byGrammar = (random: Random): string => {
  const root = random.chance(0.9) ? schema.getQueryType() : schema.getSubscriptionType();
  const fragment = random.chance(0.1) ? ' fragment F on Participant { id ...F }' : '';
  return `query Q($v: Int) ${selection(random, root ?? (schema.getQueryType() as never), random.int(10))}${fragment}`;
};

const byBitFlips = (random: Random): string => {
  const bytes = Buffer.from(random.pick(samples).replace(/^mutation/m, 'query'));
  for (let flips = 1 + random.int(8); flips > 0; flips--) {
    const at = random.int(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(8));
  }
  return bytes.toString('utf8');
};

const bombs: readonly ((size: number) => string)[] = [
  (size) => `{ ${'me { '.repeat(size)} id ${'}'.repeat(size)}`,
  (size) => `{ ${Array.from({ length: size }, (_, at) => `a${at}: me { id }`).join(' ')} }`,
  (size) =>
    `{ me { ...F0 } } ${Array.from({ length: size }, (_, at) => `fragment F${at} on Participant { ...F${at + 1} ...F${at + 1} }`).join(' ')} fragment F${size} on Participant { id }`,
  (size) => `{ me ${'@include(if: true) '.repeat(size)} { id } }`,
  (size) => `{ me { ${Array.from({ length: size }, () => 'id').join(' ')} } }`,
  (size) => `{ wave(number: ${'9'.repeat(size)}) { number } }`,
  (size) => `${'['.repeat(size)}`,
];

const fuzzed = (at: number): string => {
  const random = new Random(SEED, 7, at);
  const kind = random.int(10);
  if (kind === 0) return random.pick(bombs)(1 + random.int(400));
  return kind < 6 ? byGrammar(random) : byBitFlips(random);
};

const LEAK = /\bat \S+ \(|node_modules|\.ts:\d|\bselect\b.+\bfrom\b|postgres|ECONNREFUSED/i;

const timed = async (query: string, subject: string) => {
  const startedAt = performance.now();
  const answer = await as('officer', subject).query(query);
  return {
    ms: performance.now() - startedAt,
    status: answer.status,
    text: JSON.stringify([answer.data, answer.errors]),
  };
};

interface QueryRequest {
  query: string;
  subject: string;
  slowestMs: number;
}

/** Operations that were slow while others were asked on the same two cores; they are asked again by themselves. */
const slow: QueryRequest[] = [];

const faultOf = async (asked: QueryRequest) => {
  const { query, subject, slowestMs } = asked;
  const { ms, status, text } = await timed(query, subject);
  if (ms > slowestMs) slow.push(asked);
  if (status >= 500) return `${status}: ${query.slice(0, 200)}`;
  const leak = LEAK.test(query) ? undefined : LEAK.exec(text)?.[0];
  return leak && `tells ${leak}: ${query.slice(0, 200)}`;
};

test(`${DOCUMENTS} fuzzed documents are answered without a 5xx, a leak or a wait, and a simple query beside them too`, async () => {
  const faults: string[] = [];
  let next = 0;
  const work = async () => {
    for (let at = next++; at < DOCUMENTS; at = next++) {
      // Points are counted by person: a new one now and then, so that documents are judged and not the rate.
      const subject = `fuzzer-${Math.floor(at / 100)}`;
      const fault = await faultOf({ query: fuzzed(at), subject, slowestMs: SLOWEST_MS });
      if (fault) faults.push(`document ${at} of seed ${SEED}, ${fault}`);
      if (at % 50 > 0) continue;
      const beside = await faultOf({ query: '{ wave(number: 19) { number } }', subject, slowestMs: SLOWEST_BESIDE_MS });
      if (beside) faults.push(`beside document ${at}, ${beside}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(faults).toEqual([]);
  const stillSlow: string[] = [];
  for (const { query, slowestMs } of slow) {
    if ((await timed(query, 'fuzzer-again')).ms > slowestMs) stillSlow.push(query.slice(0, 200));
  }
  expect([SEED, slow.length < DOCUMENTS / 100]).toEqual([SEED, true]);
  expect([SEED, stillSlow]).toEqual([SEED, []]);
}, 240_000);
