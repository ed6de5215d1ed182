import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import {
  BANK,
  banker,
  OFFICE,
  officer,
  openRegistry,
  PORTAL,
  personOf,
  portal,
  secondOfficer,
} from '../../../tests/testkit/registry.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { registry } from '../features.ts';
import { readConsents } from '../grant/index.ts';

const DAY_MS = 86_400_000;
let aheadMs = 0;
const now = () => new Date(Date.now() + aheadMs);
const { ask, database, mutate } = await openRegistry({ now });
const dayIn = (days: number) => new Date(now().getTime() + days * DAY_MS).toISOString().slice(0, 10);
await database.pool.query(
  `insert into known_organization (id, name, kind) values ('${BANK}', 'Bank', 'BANK'), ('${PORTAL}', 'Portal', 'JOB_PORTAL')`,
);

interface OfferAnswer {
  offer: { id: string; status: string } | null;
  refusal: { code: string; path: string[] } | null;
}
interface GrantAnswer {
  grant: { id: string; status: string } | null;
  refusal: { code: string } | null;
}

const OFFER = `mutation ($input: OfferTermsInput!, $key: String!) { done: offerTerms(input: $input, idempotencyKey: $key) {
  offer { id status } refusal { code path } } }`;
const APPROVE = 'mutation ($id: ID!) { done: approveOffer(id: $id) { offer { id status } refusal { code } } }';
const WITHDRAW = `mutation ($id: ID!, $reason: String!) { done: withdrawOffer(id: $id, reason: $reason) {
  offer { id status withdrawalReason } refusal { code path } } }`;
const ACCEPT = `mutation ($id: ID!, $as: ID) { done: acceptTerms(offer: $id, grantee: $as) {
  grant { id status owner grantee element permissions fields fromDay untilDay offerId requestedBy acceptedBy grantedBy } refusal { code } } }`;
const REVOKE = `mutation ($id: ID!, $day: Date) { done: revokeGrant(id: $id, reason: "It has ended.", endsOn: $day) {
  grant { status } refusal { code } } }`;

const wanted = {
  owner: 'pmo',
  element: 'Participant',
  permissions: ['ADD_FIELDS'],
  fields: ['kur'],
  kinds: ['BANK'],
  reason: 'Banks show loans beside the person.',
};
const offer = (change: object = {}, caller = officer) =>
  mutate<OfferAnswer>(caller, OFFER, { input: { ...wanted, ...change }, key: uuidv7() });
const approve = (caller: typeof officer, id: string) => mutate<OfferAnswer>(caller, APPROVE, { id });
const accept = (caller: typeof officer, id: string, as?: string) => mutate<GrantAnswer>(caller, ACCEPT, { id, as });
const opened = async (change: object = {}) => {
  const id = (await offer(change)).offer?.id ?? '';
  expect(await approve(secondOfficer, id)).toMatchObject({ offer: { status: 'OPEN' } });
  return id;
};

test('what two people of the owner offer, a bank accepts alone: a grant that the checks count, until its own end', async () => {
  const id = (await offer({ until: dayIn(90) })).offer?.id ?? '';
  expect(await accept(banker, id)).toMatchObject({ refusal: { code: 'OFFER_UNKNOWN' } });
  expect(await approve(banker, id)).toMatchObject({ refusal: { code: 'OFFER_UNKNOWN' } });
  expect(await approve(officer, id)).toMatchObject({ refusal: { code: 'SAME_PERSON' } });
  expect(await approve(secondOfficer, id)).toMatchObject({ offer: { status: 'OPEN' } });
  const { grant } = await accept(banker, id);
  expect(grant).toEqual({
    id: expect.any(String),
    status: 'GRANTED',
    owner: 'pmo',
    grantee: BANK,
    element: 'Participant',
    permissions: ['ADD_FIELDS'],
    fields: ['kur'],
    fromDay: dayIn(0),
    untilDay: dayIn(90),
    offerId: id,
    requestedBy: 'bank-developer',
    acceptedBy: 'officer',
    grantedBy: 'second-officer',
  });
  const counted = async () => (await readConsents(database)).grants.filter(({ to }) => to === BANK);
  expect(await counted()).toEqual([
    {
      owner: 'pmo',
      to: BANK,
      on: 'Participant',
      may: ['ADD_FIELDS'],
      fields: ['kur'],
      from: dayIn(0),
      until: dayIn(90),
      grantedBy: 'officer',
      approvedBy: 'second-officer',
    },
  ]);
  expect((await accept(banker, id)).grant?.id).toBe(grant?.id);
  // The offer's end is not the grant's; the grant's end is the owner's to say, and nobody takes it again by the offer.
  await mutate(officer, WITHDRAW, { id, reason: 'No more banks.' });
  expect(await counted()).toMatchObject([{ until: dayIn(90) }]);
  const next = await opened();
  const another = (await accept(banker, next)).grant?.id;
  await mutate(officer, REVOKE, { id: another, day: dayIn(0) });
  expect(await counted()).toMatchObject([{ until: dayIn(90) }, { revokedOn: dayIn(0) }]);
  expect(await accept(banker, next)).toMatchObject({ grant: null, refusal: { code: 'OFFER_USED' } });
  expect(await brokenInvariants(database.pool, registry)).toEqual([]);
});

test('an offer is open to its kinds, to those that it names, or to everybody, and to no one else', async () => {
  const code = async (caller: typeof officer, id: string, as?: string) =>
    (await accept(caller, id, as)).refusal?.code ?? 'GRANTED';
  const unknown = personOf('somebody', '018d0000-0000-7000-8000-000000000999', 'subgraph:publish');
  const ofBanks = await opened();
  expect([await code(portal, ofBanks), await code(unknown, ofBanks)]).toEqual(['OFFER_UNKNOWN', 'OFFER_UNKNOWN']);
  const named = await opened({ kinds: null, organizations: [PORTAL] });
  expect([await code(banker, named), await code(portal, named)]).toEqual(['OFFER_UNKNOWN', 'GRANTED']);
  const both = await opened({ organizations: [PORTAL] });
  expect([await code(banker, both), await code(portal, both)]).toEqual(['GRANTED', 'GRANTED']);
  const forAll = await opened({ kinds: null });
  expect([await code(unknown, forAll), await code(portal, forAll)]).toEqual(['GRANTED', 'GRANTED']);
  expect(await code(portal, forAll, BANK)).toBe('FORBIDDEN');
  expect(await code(personOf('a', PORTAL, 'grant:decide'), forAll)).toBe('FORBIDDEN');
  // The owner needs no grant of its own; who stands behind an offer does not accept it for another name of theirs.
  const third = personOf('third-officer', OFFICE, 'subgraph:publish');
  expect([await code(third, forAll, 'pmo'), await code(officer, forAll, 'jobs')]).toEqual([
    'OFFER_UNKNOWN',
    'SAME_PERSON',
  ]);
  expect(await code(third, forAll, 'jobs')).toBe('GRANTED');
});

test('nobody accepts what was withdrawn, is not approved, or whose last day is over', async () => {
  const id = await opened({ until: dayIn(1) });
  aheadMs = 2 * DAY_MS;
  expect(await accept(banker, id)).toMatchObject({ refusal: { code: 'OFFER_ENDED' } });
  aheadMs = 0;
  const reason = 'Too many.';
  expect(await mutate(banker, WITHDRAW, { id, reason })).toMatchObject({ refusal: { code: 'OFFER_UNKNOWN' } });
  expect(await mutate(officer, WITHDRAW, { id, reason: ' ' })).toMatchObject({ refusal: { code: 'REASON_MALFORMED' } });
  expect(await mutate(officer, WITHDRAW, { id, reason })).toMatchObject({
    offer: { status: 'WITHDRAWN', withdrawalReason: reason },
  });
  expect(await accept(banker, id)).toMatchObject({ refusal: { code: 'OFFER_UNKNOWN' } });
  expect(await approve(secondOfficer, id)).toMatchObject({ refusal: { code: 'OFFER_TRANSITION_ILLEGAL' } });
  expect(await accept(banker, 'nonsense')).toMatchObject({ refusal: { code: 'OFFER_UNKNOWN' } });
});

test('whoever accepts at the same time gets one grant', async () => {
  const id = await opened({ kinds: null });
  const answers = await Promise.all(Array.from({ length: 5 }, () => accept(banker, id)));
  expect(new Set(answers.map(({ grant }) => grant?.id)).size).toBe(1);
});

const terms = { class: 'GENERAL', purpose: 'To offer loans to people who run a business', isConsentNeeded: true };

test('bad offers are refused by their codes and places', async () => {
  const cases: [object, string, typeof banker?][] = [
    [{}, 'FORBIDDEN', banker],
    [{ owner: null }, 'FORBIDDEN', personOf('a', BANK, 'subgraph:publish')],
    [{ owner: null }, 'OFFER_NOT_OWNED input.element', banker],
    [{ owner: 'jobs' }, 'OFFER_NOT_OWNED input.element'],
    [{ fields: ['enrollments'] }, 'OFFER_NOT_OWNED input.element'],
    [{ element: 'Nobodys', fields: null }, 'OFFER_NOT_OWNED input.element'],
    [{ element: 'scope', permissions: ['USE'], fields: ['course:publish'] }, 'OFFER_NOT_OWNED input.element'],
    [{ element: 'Query', fields: ['course'] }, 'OFFER_NOT_OWNED input.element'],
    [{ element: 'event', permissions: ['USE'], fields: ['jobs.vacancy.published'] }, 'OFFER_NOT_OWNED input.element'],
    [{ element: 'Participant.nik' }, 'GRANT_ELEMENT_MALFORMED input.element'],
    [{ permissions: [] }, 'GRANT_PERMISSIONS_REPEATED input.permissions'],
    [{ fields: [] }, 'GRANT_FIELDS_MALFORMED input.fields'],
    [{ until: '2020-01-01' }, 'GRANT_DATES_INVALID input.until'],
    [{ reason: ' ' }, 'REASON_MALFORMED input.reason'],
    [{ kinds: [] }, 'OFFER_AUDIENCE_MALFORMED input.kinds'],
    [{ kinds: ['any bank'] }, 'OFFER_AUDIENCE_MALFORMED input.kinds'],
    [{ organizations: [''] }, 'OFFER_AUDIENCE_MALFORMED input.kinds'],
    [{ organizations: ['*'] }, 'OFFER_AUDIENCE_MALFORMED input.kinds'],
    [{ terms, fields: null }, 'GRANT_TERMS_INVALID input.terms'],
  ];
  for (const [change, code, caller] of cases) {
    const { refusal } = await offer(change, caller);
    expect([change, [refusal?.code, refusal?.path.join('.')].filter(Boolean).join(' ')]).toEqual([change, code]);
  }
  const owned: object[] = [
    { element: 'tag', permissions: ['USE'], fields: ['public'] },
    { owner: 'training', fields: ['enrollments'], permissions: ['REQUIRE_FIELDS'] },
    { terms },
    { element: 'Query', fields: ['loans'] },
  ];
  for (const change of owned) expect([change, (await offer(change)).refusal]).toEqual([change, null]);
});

test('an owner sees its offers in every state, others what they may accept, officers all', async () => {
  const LIST = `query ($owner: ID, $element: String, $status: GrantOfferStatus) {
    grantOffers(first: 100, owner: $owner, element: $element, status: $status) { nodes { id status terms { purpose } } } }`;
  type ListAnswer = { grantOffers: { nodes: { id: string; status: string; terms: object | null }[] } } | null;
  const seen = async (caller: typeof banker, filter: object = {}) => {
    const { data, codes } = await ask<ListAnswer>(caller, LIST, filter);
    return data ? data.grantOffers.nodes : codes;
  };
  const element = 'Region';
  const change = { element, permissions: ['REQUIRE_FIELDS'], fields: ['name'] };
  const proposed = (await offer({ ...change, terms })).offer?.id;
  const ofBanks = await opened(change);
  const ofPortal = await opened({ ...change, kinds: null, organizations: [PORTAL] });
  const ended = await opened({ ...change, until: dayIn(0) });
  const ids = async (caller: typeof banker, filter: object = {}) =>
    ((await seen(caller, { element, ...filter })) as (string | { id: string })[]).map((each) =>
      typeof each === 'string' ? each : each.id,
    );
  expect(await ids(officer)).toEqual([ended, ofPortal, ofBanks, proposed]);
  expect(await ids(personOf('b', OFFICE, 'grant:decide'))).toEqual([ended, ofPortal, ofBanks, proposed]);
  expect(await ids(banker)).toEqual([ended, ofBanks]);
  expect(await ids(portal)).toEqual([ofPortal]);
  expect(await ids(banker, { owner: 'jobs' })).toEqual([]);
  expect(await seen(officer, { element, status: 'PROPOSED' })).toEqual([
    { id: proposed, status: 'PROPOSED', terms: { purpose: terms.purpose } },
  ]);
  expect(await ids(personOf('c', null, 'subgraph:publish'))).toEqual([]);
  expect(await seen(personOf('d', BANK, 'self'))).toEqual(['FORBIDDEN']);
  aheadMs = DAY_MS;
  expect(await ids(banker)).toEqual([ofBanks]);
  aheadMs = 0;
});

test('the database keeps an offer as it was made, and what came of it as it was offered', async () => {
  const id = await opened({ kinds: null, fields: ['other'] });
  const grant = (await accept(portal, id)).grant?.id;
  const run = (text: string) => database.pool.query(text, [/grant_offer\b/.test(text) ? id : grant]);
  for (const [text, message] of [
    [`update grant_offer set fields = '{nik}' where id = $1`, 'an offer stays what it was'],
    [`update grant_offer set approved_by = 'somebody' where id = $1`, 'an offer stays what it was'],
    [`update grant_offer set kinds = '{BANK}' where id = $1`, 'an offer stays what it was'],
    ['delete from grant_offer where id = $1', 'an offer stays what it was'],
    [`update grant_offer set status = 'PROPOSED' where id = $1`, 'cannot become'],
    ['update ownership_grant set offer_id = null where id = $1', 'stays what was asked for'],
  ] as const)
    await expect(run(text), text).rejects.toThrow(message);
});
