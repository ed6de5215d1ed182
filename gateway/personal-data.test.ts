import { readFile } from 'node:fs/promises';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { readCosts } from './cost.ts';
import { readPersonalData } from './personal-data.ts';

/** Points of a value that names a person. */
const identityCost = 40;
/** As dear for its work; it finds pseudonyms. */
const search = 'Vacancy.alumni';

test('every value of our graph that names a person says its class of personal data', async () => {
  const supergraph = parse(await readFile('schema/supergraph.graphql', 'utf8'));
  const classes = readPersonalData(supergraph);
  const named = [...readCosts(supergraph).fields].filter(
    ([name, { weight }]) => weight === identityCost && name !== search,
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.map(([field]) => field).filter((field) => !classes.has(field))).toEqual([]);
  expect(classes.get('Participant.name')).toBe('GENERAL');
  expect(classes.get('Wallet.number')).toBe('SPECIFIC');
});

test('other tags, and tags elsewhere than on a field, name no class', () => {
  const sdl = `
    type A @tag(name: "personal-data/general") { a: Int @tag(name: "public") b: Int @tag(name: "personal-data/other") }
    interface B { c: Int @tag(name: "public") @tag(name: "personal-data/specific") }
  `;
  expect([...readPersonalData(parse(sdl))]).toEqual([['B.c', 'SPECIFIC']]);
});
