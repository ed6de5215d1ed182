import { beforeAll, expect, test } from 'vitest';
import { keyIdOf } from '../../../schema/registry/key.ts';
import { hashOf } from '../../../schema/registry/statement.ts';
import {
  BANK,
  banker,
  inputOf,
  kurStatement,
  newKey,
  OFFICE,
  openRegistry,
  personOf,
  portal,
} from '../../../tests/testkit/registry.ts';

let registry: Awaited<ReturnType<typeof openRegistry>>;
let key: Awaited<ReturnType<typeof registry.enroll>>;
let approver: typeof key;
let proposed: typeof key;
beforeAll(async () => {
  registry = await openRegistry();
  key = await registry.enroll(banker, 'PUBLISHER');
  approver = await registry.enroll(banker, 'APPROVER');
  proposed = newKey();
});

const kur = kurStatement();
const huge = `# ${'x'.repeat(1_048_576)}`;

/** What is wrong, who sends it, what of the input is another, and what is answered. */
type BadInput = [what: string, change: () => object, code: string, caller?: typeof banker];

const bad: BadInput[] = [
  ['no scope', () => ({}), 'FORBIDDEN', personOf('nobody', BANK, 'self')],
  ['no organisation', () => ({}), 'FORBIDDEN', personOf('nobody', null, 'subgraph:publish')],
  ["another organisation's name", () => ({ organization: 'pmo' }), 'FORBIDDEN'],
  ["another organisation's token", () => ({}), 'FORBIDDEN', portal],
  ['a name in capitals', () => ({ subgraph: 'Kur' }), 'SUBGRAPH_NAME_MALFORMED input.subgraph'],
  ['a name with a line', () => ({ subgraph: 'kur\nnumber: 9' }), 'SUBGRAPH_NAME_MALFORMED input.subgraph'],
  ['a name of 64 letters', () => ({ subgraph: 'k'.repeat(64) }), 'SUBGRAPH_NAME_MALFORMED input.subgraph'],
  ['an empty name', () => ({ subgraph: '' }), 'SUBGRAPH_NAME_MALFORMED input.subgraph'],
  ["another's subgraph", () => ({ subgraph: 'training' }), 'SUBGRAPH_OF_ANOTHER input.subgraph'],
  ['the number 0', () => ({ number: 0 }), 'REVISION_NUMBER_WRONG input.number'],
  ['a negative number', () => ({ number: -1 }), 'REVISION_NUMBER_WRONG input.number'],
  ['a number too far', () => ({ number: 2 }), 'REVISION_NUMBER_WRONG input.number'],
  ['a previous hash of nothing', () => ({ previous: hashOf('x') }), 'PREVIOUS_HASH_WRONG input.previous'],
  ['a previous hash that is none', () => ({ previous: 'none' }), 'PREVIOUS_HASH_WRONG input.previous'],
  ['no SDL', () => ({ sdl: '' }), 'SDL_SIZE_OUT_OF_RANGE input.sdl'],
  ['an SDL of more than 1 MiB', () => ({ sdl: huge }), 'SDL_SIZE_OUT_OF_RANGE input.sdl'],
  ['an SDL that does not parse', () => ({ sdl: 'type Query {' }), 'SDL_MALFORMED input.sdl'],
  ['an SDL with a NUL', () => ({ sdl: 'type Query { a: Int } # \0' }), 'SDL_MALFORMED input.sdl'],
  ['an SDL of too many words', () => ({ sdl: '{ a '.repeat(240_000) }), 'SDL_MALFORMED input.sdl'],
  ['an address that is none', () => ({ address: 'kur' }), 'ADDRESS_MALFORMED input.address'],
  ['an address with a password', () => ({ address: 'https://a:b@kur.example/' }), 'ADDRESS_MALFORMED input.address'],
  ['an address of a file', () => ({ address: 'file:///etc/passwd' }), 'ADDRESS_MALFORMED input.address'],
  [
    'an address with a line',
    () => ({ address: 'https://kur.example/\nrollback to: 1' }),
    'ADDRESS_MALFORMED input.address',
  ],
  [
    'an address of 3,000 characters',
    () => ({ address: `https://kur.example/${'x'.repeat(3_000)}` }),
    'ADDRESS_MALFORMED input.address',
  ],
  [
    'a swapped address',
    () => ({ address: 'https://evil.example/graphql' }),
    'STATEMENT_SIGNATURE_WRONG input.signature',
  ],
  [
    'another SDL than was signed',
    () => ({ sdl: kur.sdl.replace('kurOffers', 'kurOther') }),
    'STATEMENT_SIGNATURE_WRONG input.signature',
  ],
  ['another name than was signed', () => ({ subgraph: 'kredit' }), 'STATEMENT_SIGNATURE_WRONG input.signature'],
  ['a signature that is none', () => ({ signature: 'x' }), 'STATEMENT_SIGNATURE_WRONG input.signature'],
  [
    'a signature with padding',
    () => ({ signature: `${inputOf(key, kur).signature}==` }),
    'STATEMENT_SIGNATURE_WRONG input.signature',
  ],
  ['a key that nobody registered', () => inputOf(newKey(), kur), 'PUBLISHER_KEY_UNFIT input.keyId'],
  ['a key that nobody approved', () => inputOf(proposed, kur), 'PUBLISHER_KEY_UNFIT input.keyId'],
  ['a key of an approver', () => inputOf(approver, kur), 'PUBLISHER_KEY_UNFIT input.keyId'],
  ['a key id that is none', () => ({ keyId: `' or true --` }), 'PUBLISHER_KEY_UNFIT input.keyId'],
];

test('each of more than 30 kinds of bad input is refused by its code and place, and nothing is kept', async () => {
  const answers: string[] = [];
  for (const [what, change, , caller = banker] of bad) {
    const { refusal } = await registry.publish(caller, { ...inputOf(key, kur), ...change() });
    answers.push(`${what}: ${[refusal?.code, refusal?.path.join('.')].filter(Boolean).join(' ')}`);
  }
  expect(answers).toEqual(bad.map(([what, , code]) => `${what}: ${code}`));
  const { rows } = await registry.database.pool.query(`select from subgraph_revision where organization = $1`, [BANK]);
  expect(rows).toEqual([]);
});

test('a key of the idempotency that is none is refused', async () => {
  expect((await registry.publish(banker, inputOf(key, kur), 'short')).refusal?.code).toBe('IDEMPOTENCY_KEY_MALFORMED');
});

test('ids that name nothing are refused', async () => {
  for (const id of ['', `1' or true`, crypto.randomUUID()]) {
    const signed = { keyId: keyIdOf(approver), signature: inputOf(key, kur).signature };
    const officer = personOf('officer', OFFICE, 'subgraph:approve');
    expect((await registry.approve(officer, id, signed)).refusal?.code).toBe('REVISION_UNKNOWN');
  }
});
