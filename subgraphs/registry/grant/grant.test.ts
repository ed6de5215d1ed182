import { expect, test } from 'vitest';
import { statementHash } from '../../../schema/registry/statement.ts';
import {
  BANK,
  banker,
  inputOf,
  kurStatement,
  OFFICE,
  officer,
  openRegistry,
  ownKeys,
  personOf,
  portal,
  secondOfficer,
  signedBy,
} from '../../../tests/testkit/registry.ts';
import { uuidv7 } from '../../kit/ids.ts';

const registry = await openRegistry();
const { ask, mutate } = registry;
const today = new Date().toISOString().slice(0, 10);

const REQUEST = `mutation ($input: RequestGrantInput!, $key: String!) { done: requestGrant(input: $input, idempotencyKey: $key) {
  grant { id owner grantee status } refusal { code path } } }`;
const DECIDE = `mutation ($id: ID!, $isGranted: Boolean!) { done: decideGrant(id: $id, isGranted: $isGranted) {
  grant { status } refusal { code } } }`;
const REVOKE = `mutation ($id: ID!, $reason: String!, $endsOn: Date) { done: revokeGrant(id: $id, reason: $reason, endsOn: $endsOn) {
  grant { status endsOn } breaks { subgraph organization findings { code coordinate owner } } refusal { code } } }`;

const wanted = {
  owner: 'pmo',
  element: 'Participant',
  permissions: ['ADD_FIELDS'],
  fields: ['kur'],
  from: today,
  reason: 'Menampilkan kredit alumni.',
};
const request = (change: object = {}, caller = banker) =>
  mutate<{ grant: { id: string } | null; refusal: { code: string; path: string[] } | null }>(caller, REQUEST, {
    input: { ...wanted, ...change },
    key: uuidv7(),
  });
const decide = (caller: typeof banker, id: string, isGranted: boolean) => mutate(caller, DECIDE, { id, isGranted });

const KUR = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Query {
  "Offers of a loan."
  kurOffers: Int
}

type Participant @key(fields: "id") {
  id: ID!
  "Offers of a loan to this person."
  kur: Int
}
`;

test('two people of the owner grant what a third asked for; then it passes, and ends as the owner says', async () => {
  const key = await registry.enroll(banker, 'PUBLISHER');
  const statement = kurStatement({ sdl: KUR });
  const refused = await registry.publish(banker, inputOf(key, statement));
  expect(refused.revision).toMatchObject({ status: 'REFUSED' });
  const { grant } = await request();
  const id = grant?.id ?? '';
  expect(await decide(banker, id, true)).toMatchObject({ refusal: { code: 'GRANT_UNKNOWN' } });
  expect(await decide(portal, id, true)).toMatchObject({ refusal: { code: 'GRANT_UNKNOWN' } });
  expect(await decide(personOf('a', OFFICE, 'self'), id, true)).toMatchObject({ refusal: { code: 'FORBIDDEN' } });
  expect(await decide(officer, id, true)).toMatchObject({ grant: { status: 'ACCEPTED' } });
  expect(await decide(officer, id, true)).toMatchObject({ refusal: { code: 'SAME_PERSON' } });
  expect(await decide(secondOfficer, id, true)).toMatchObject({ grant: { status: 'GRANTED' } });
  const second = { ...statement, number: 2, previous: statementHash(statement) };
  const { revision } = await registry.publish(banker, inputOf(key, second));
  expect(revision).toMatchObject({ status: 'CHECKED' });
  await registry.approve(officer, revision?.id ?? '', signedBy(ownKeys.approver, second, 'approver'));
  const reason = 'Perjanjian berakhir.';
  expect(await mutate(banker, REVOKE, { id, reason })).toMatchObject({ refusal: { code: 'GRANT_UNKNOWN' } });
  expect(await mutate(officer, REVOKE, { id, reason: ' ' })).toMatchObject({ refusal: { code: 'REASON_MALFORMED' } });
  expect(await mutate(officer, REVOKE, { id, reason, endsOn: '2020-01-01' })).toMatchObject({
    refusal: { code: 'DEADLINE_INVALID' },
  });
  const endsOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  expect(await mutate(officer, REVOKE, { id, reason })).toEqual({
    grant: { status: 'REVOKED', endsOn },
    breaks: [
      {
        subgraph: 'kur',
        organization: BANK,
        findings: [expect.objectContaining({ coordinate: 'Participant.kur', owner: 'pmo' })],
      },
    ],
    refusal: null,
  });
  // Until that day it holds.
  const third = { ...second, number: 3, previous: statementHash(second) };
  expect((await registry.publish(banker, inputOf(key, third))).revision?.status).toBe('CHECKED');
});

test('one person of the owner refuses, and who asked takes it back', async () => {
  const first = (await request()).grant?.id ?? '';
  expect(await decide(officer, first, false)).toMatchObject({ grant: { status: 'REFUSED' } });
  expect(await decide(secondOfficer, first, true)).toMatchObject({ refusal: { code: 'GRANT_TRANSITION_ILLEGAL' } });
  const second = (await request()).grant?.id ?? '';
  expect(await decide(banker, second, false)).toMatchObject({ grant: { status: 'WITHDRAWN' } });
});

const terms = { class: 'GENERAL', purpose: 'To offer loans to people who run a business', isConsentNeeded: true };
const requiring = { permissions: ['REQUIRE_FIELDS'], fields: ['workStatus'], terms };

test('bad requests are refused by their codes and places', async () => {
  const cases: [object, string, typeof banker?][] = [
    [{}, 'FORBIDDEN', personOf('a', BANK, 'self')],
    [{ grantee: 'pmo' }, 'FORBIDDEN'],
    [{ owner: '' }, 'GRANT_OWNER_INVALID input.owner'],
    [{ owner: BANK }, 'GRANT_OWNER_INVALID input.owner'],
    [{ element: 'Participant.nik' }, 'GRANT_ELEMENT_MALFORMED input.element'],
    [{ element: '' }, 'GRANT_ELEMENT_MALFORMED input.element'],
    [{ permissions: [] }, 'GRANT_PERMISSIONS_REPEATED input.permissions'],
    [{ permissions: ['USE', 'USE'] }, 'GRANT_PERMISSIONS_REPEATED input.permissions'],
    [{ fields: [] }, 'GRANT_FIELDS_MALFORMED input.fields'],
    [{ fields: [''] }, 'GRANT_FIELDS_MALFORMED input.fields'],
    [{ from: '2020-01-01' }, 'GRANT_DATES_INVALID input.until'],
    [{ until: '2020-01-01' }, 'GRANT_DATES_INVALID input.until'],
    [{ reason: ' ' }, 'REASON_MALFORMED input.reason'],
    // Terms are of what is sent by `@requires`, and of fields by name.
    [{ terms, permissions: ['ADD_KEYS'] }, 'GRANT_TERMS_INVALID input.terms'],
    [{ terms, fields: null }, 'GRANT_TERMS_INVALID input.terms'],
    [{ ...requiring, fields: null }, 'GRANT_TERMS_INVALID input.terms'],
    [{ ...requiring, permissions: ['REQUIRE_FIELDS', 'ADD_FIELDS'] }, 'GRANT_TERMS_INVALID input.terms'],
    [{ ...requiring, terms: { ...terms, purpose: 'To use it' } }, 'GRANT_TERMS_INVALID input.terms'],
  ];
  for (const [change, code, caller] of cases) {
    const { refusal } = await request(change, caller);
    expect([change, [refusal?.code, refusal?.path.join('.')].filter(Boolean).join(' ')]).toEqual([change, code]);
  }
});

test('a grant is seen by its two sides and by officers', async () => {
  type ListAnswer = { grants: { nodes: { grantee: string }[] } };
  const LIST = '{ grants(first: 100) { nodes { grantee } } }';
  const seen = async (caller: typeof banker) => {
    const { data, codes } = await ask<ListAnswer | null>(caller, LIST);
    return data ? [...new Set(data.grants.nodes.map(({ grantee }) => grantee))].sort() : codes;
  };
  expect(await seen(banker)).toEqual(['*', BANK].sort());
  expect(await seen(portal)).toEqual(['*']);
  expect(await seen(officer)).toContain('jobs');
  expect(await seen(personOf('a', BANK, 'self'))).toEqual(['FORBIDDEN']);
});
