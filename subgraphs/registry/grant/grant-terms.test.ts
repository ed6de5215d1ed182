import { expect, test } from 'vitest';
import { checkRevision } from '../../../schema/registry/check.ts';
import { BANK, banker, officer, openRegistry, ownSubgraphs, secondOfficer } from '../../../tests/testkit/registry.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { readOwnership } from '../ownership/index.ts';
import { readConsents } from './index.ts';

const { ask, database, mutate } = await openRegistry();
const today = new Date().toISOString().slice(0, 10);

const REQUEST = `mutation ($input: RequestGrantInput!, $key: String!) {
  done: requestGrant(input: $input, idempotencyKey: $key) { grant { id } refusal { code } } }`;
const DECIDE = `mutation ($id: ID!) { done: decideGrant(id: $id, isGranted: true) { grant { status } refusal { code } } }`;
const REVOKE = `mutation ($id: ID!, $day: Date) { done: revokeGrant(id: $id, reason: "It has ended.", endsOn: $day) {
  grant { status } refusal { code } } }`;
const LIST = '{ grants(first: 100) { nodes { id terms { class purpose isConsentNeeded } } } }';

const terms = { class: 'GENERAL', purpose: 'To greet people by their names', isConsentNeeded: true };
const requiring = { permissions: ['REQUIRE_FIELDS'], fields: ['name'], reason: 'To greet people' };

interface GrantAnswer {
  grant: { id: string; status: string } | null;
}

/** A grant that two people of the owner's have decided. */
const granted = async (change: object) => {
  const input = { owner: 'pmo', element: 'Participant', from: today, ...requiring, ...change };
  const id = (await mutate<GrantAnswer>(banker, REQUEST, { input, key: uuidv7() })).grant?.id ?? '';
  for (const person of [officer, secondOfficer]) await mutate(person, DECIDE, { id });
  return id;
};

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@requiresScopes", "@tag"])
type Participant @key(fields: "id") {
  id: ID!
  name: String! @external
  "How the bank greets the person."
  kurGreeting: String @requires(fields: "name") @tag(name: "personal-data/general")
    @requiresScopes(scopes: [["self"], ["participant:read"]])
}`;

/** What a check says of being sent the name, by what was granted. */
const found = async () => {
  const candidate = { name: 'kur', organization: BANK, sdl, address: 'https://kur.example/graphql' };
  const ownership = await readOwnership(database, 'pmo');
  const consented = await readConsents(database);
  const base = { live: ownSubgraphs(), candidate, ownership, ...consented, now: new Date() };
  const { findings } = await checkRevision(base);
  return findings.filter(({ rule }) => rule === 'data-use' || rule === 'data-of-another').map(({ code }) => code);
};

test('personal data is sent on terms that two people of its owner agreed to, until they end them', async () => {
  expect((await found()).toSorted()).toEqual(['FIELD_REQUIRED', 'PERSONAL_DATA_WITHOUT_TERMS']);
  await granted({});
  expect(await found()).toEqual(['PERSONAL_DATA_WITHOUT_TERMS']);
  const id = await granted({ terms });
  expect(await found()).toEqual([]);
  const { data } = await ask<{ grants: { nodes: { id: string; terms: object | null }[] } }>(banker, LIST);
  expect(data.grants.nodes.find((each) => each.id === id)?.terms).toEqual(terms);
  const change = `update ownership_grant set data_purpose = 'Whatever the bank likes' where id = $1`;
  await expect(database.pool.query(change, [id])).rejects.toThrow('stays what was asked for');
  await mutate(officer, REVOKE, { id, day: today });
  expect(await found()).toEqual(['PERSONAL_DATA_WITHOUT_TERMS']);
});

test('terms that one person alone agreed to are none', async () => {
  const input = { owner: 'pmo', element: 'Participant', from: today, ...requiring, terms };
  const id = (await mutate<GrantAnswer>(banker, REQUEST, { input, key: uuidv7() })).grant?.id ?? '';
  await mutate(officer, DECIDE, { id });
  expect(await found()).toEqual(['PERSONAL_DATA_WITHOUT_TERMS']);
});
