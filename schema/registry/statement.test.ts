import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashOf, isSignedBy, type Statement, signStatement, statementHash, textOf } from './statement.ts';

const statement: Statement = {
  organization: 'bank-nusantara',
  subgraph: 'kur',
  number: 2,
  previous: hashOf('the first one'),
  sdlHash: hashOf('type Query { kurOffers: Int }'),
  address: 'https://kur.example/graphql',
};
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signature = signStatement(statement, 'publisher', privateKey);

test('a statement is read line by line', () => {
  expect(textOf({ ...statement, previous: null, sdlHash: 'aa' })).toMatchInlineSnapshot(`
    "Prakerja Graph statement 1
    organization: bank-nusantara
    subgraph: kur
    number: 2
    previous: none
    sdl: aa
    address: https://kur.example/graphql
    rollback to: none
    "
  `);
});

test('a signature holds for its statement and role alone', () => {
  expect(isSignedBy(statement, 'publisher', { key: publicKey, signature })).toBe(true);
  expect(isSignedBy(statement, 'approver', { key: publicKey, signature })).toBe(false);
  const other = generateKeyPairSync('ed25519').publicKey;
  expect(isSignedBy(statement, 'publisher', { key: other, signature })).toBe(false);
  const changes: Partial<Statement>[] = [
    { organization: 'bank-lain' },
    { subgraph: 'pmo' },
    { number: 3 },
    { previous: null },
    { sdlHash: hashOf('type Query { nik: Int }') },
    { address: 'https://elsewhere.example/graphql' },
    { rollbackTo: 1 },
  ];
  for (const change of changes) {
    const altered = { ...statement, ...change };
    expect([change, isSignedBy(altered, 'publisher', { key: publicKey, signature })]).toEqual([change, false]);
    expect(statementHash(altered)).not.toBe(statementHash(statement));
  }
});

test('no value can say what another line says', () => {
  for (const end of ['\n', '\r', '\u0085', '\u2028', '\u2029'])
    expect(() => textOf({ ...statement, address: `https://kur.example/${end}rollback to: 1` })).toThrow('one line');
});

test('a key of another kind signs nothing', () => {
  const { publicKey: curve } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  expect(isSignedBy(statement, 'publisher', { key: curve, signature })).toBe(false);
});
