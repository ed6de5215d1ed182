import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyIdOf, publicKeyText } from '../../../schema/registry/key.ts';
import {
  BANK,
  banker,
  newKey,
  OFFICE,
  officer,
  openRegistry,
  personOf,
  portal,
  secondOfficer,
} from '../../../tests/testkit/registry.ts';

const { ask, mutate } = await openRegistry();

const REGISTER = `mutation ($input: RegisterPublisherKeyInput!) { done: registerPublisherKey(input: $input) {
  key { id organization role status proposedBy } refusal { code path } } }`;
const APPROVE = `mutation ($id: ID!) { done: approvePublisherKey(id: $id) { key { status approvedBy } refusal { code } } }`;
const REVOKE = `mutation ($id: ID!, $reason: String!) { done: revokePublisherKey(id: $id, reason: $reason) {
  key { status } refusal { code } } }`;
const LIST = '{ publisherKeys(first: 100) { nodes { organization } } }';

const register = (caller: typeof banker, publicKey: string, change: object = {}) =>
  mutate(caller, REGISTER, { input: { publicKey, role: 'PUBLISHER', ...change } });

test('a developer proposes a key, another person approves it, and its organisation ends it for ever', async () => {
  const key = newKey();
  const id = keyIdOf(key);
  expect(await register(banker, publicKeyText(key))).toEqual({
    key: { id, organization: BANK, role: 'PUBLISHER', status: 'PROPOSED', proposedBy: 'bank-developer' },
    refusal: null,
  });
  expect(await mutate(banker, APPROVE, { id })).toMatchObject({ refusal: { code: 'FORBIDDEN' } });
  expect(await mutate(officer, APPROVE, { id })).toMatchObject({ key: { status: 'APPROVED', approvedBy: 'officer' } });
  expect(await mutate(portal, REVOKE, { id, reason: 'Iseng saja.' })).toMatchObject({
    refusal: { code: 'PUBLISHER_KEY_UNKNOWN' },
  });
  expect(await mutate(banker, REVOKE, { id, reason: 'x' })).toMatchObject({ refusal: { code: 'REASON_MALFORMED' } });
  expect(await mutate(banker, REVOKE, { id, reason: 'Laptop hilang.' })).toMatchObject({ key: { status: 'REVOKED' } });
  expect(await mutate(officer, APPROVE, { id })).toMatchObject({ refusal: { code: 'KEY_TRANSITION_ILLEGAL' } });
  for (const caller of [banker, portal, officer]) {
    expect(await register(caller, publicKeyText(key))).toMatchObject({ refusal: { code: 'KEY_ALREADY_USED' } });
  }
});

test('an officer approves no key of their own proposal', async () => {
  const key = newKey();
  const id = keyIdOf(key);
  await register(officer, publicKeyText(key), { role: 'APPROVER', organization: 'pmo' });
  expect(await mutate(officer, APPROVE, { id })).toMatchObject({ refusal: { code: 'SAME_PERSON' } });
  expect(await mutate(secondOfficer, APPROVE, { id })).toMatchObject({ key: { status: 'APPROVED' } });
});

test('a key that is none, or of another, is refused', async () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const secret = newKey().export({ type: 'pkcs8', format: 'der' }).toString('base64url');
  for (const text of ['', 'kunci', publicKeyText(pair.publicKey), secret, `${publicKeyText(newKey())}=`]) {
    expect(await register(banker, text)).toMatchObject({ refusal: { code: 'PUBLISHER_KEY_MALFORMED' } });
  }
  const text = publicKeyText(newKey());
  const strangers: [typeof banker, object][] = [
    [banker, { organization: 'pmo' }],
    [banker, { organization: OFFICE }],
    [personOf('a', BANK, 'self'), {}],
    [personOf('a', null, 'subgraph:publish'), {}],
  ];
  for (const [caller, change] of strangers) {
    expect(await register(caller, text, change)).toMatchObject({ refusal: { code: 'FORBIDDEN' } });
  }
  expect(await mutate(officer, APPROVE, { id: 'kunci' })).toMatchObject({ refusal: { code: 'PUBLISHER_KEY_UNKNOWN' } });
});

test('an organisation sees its own keys, an officer all, and nobody else any', async () => {
  type ListAnswer = { publisherKeys: { nodes: { organization: string }[] } };
  const seen = async (caller: typeof banker) => {
    const { data, codes } = await ask<ListAnswer | null>(caller, LIST);
    return data ? [...new Set(data.publisherKeys.nodes.map(({ organization }) => organization))].sort() : codes;
  };
  expect(await seen(banker)).toEqual([BANK]);
  expect(await seen(portal)).toEqual([]);
  expect(await seen(officer)).toContain('training');
  expect(await seen(personOf('a', BANK, 'self'))).toEqual(['FORBIDDEN']);
});
