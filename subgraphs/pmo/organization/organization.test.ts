import { expect, test } from 'vitest';
import { clientKey } from '../../../tests/testkit/client-key.ts';
import {
  type Client,
  key,
  officer,
  openOrganizations,
  READ,
  RESUME,
  SUSPEND,
} from '../../../tests/testkit/organizations.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { tellOrganizations } from './organization.telling.service.ts';
import { PROGRAMME_OFFICE } from './programme-office.ts';

const programme = await openOrganizations();
const { ask, askAnonymously, change, database, idOf, newClient, published, register, registerClient, rotate } =
  programme;

test('twenty parallel calls under one key make one organisation, another content is refused', async () => {
  const same = key();
  const answers = await Promise.all(Array.from({ length: 20 }, () => register({ name: 'Twenty' }, same)));
  expect(new Set(answers.map(({ organization }) => organization?.id)).size).toBe(1);
  const { rows } = await database.pool.query(`select count(*)::int from organization where name = 'Twenty'`);
  expect(rows).toEqual([{ count: 1 }]);
  expect((await register({ name: 'Twenty-one' }, same)).refusal?.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('a suspended organisation is suspended with its clients, gets no new one, and can be resumed', async () => {
  const { id: clientId } = await newClient();
  const { rows } = await database.pool.query('select organization_id as id from client where id = $1', [clientId]);
  const { id } = rows[0] as { id: string };
  const suspend = () => change(SUSPEND, { id, reason: 'A stolen key' });
  expect((await suspend())?.organization).toEqual({ status: 'SUSPENDED', suspensionReason: 'A stolen key' });
  expect((await suspend())?.refusal?.code).toBe('ORGANIZATION_TRANSITION_ILLEGAL');
  const seen = await ask<{ organization: { clients: Client[] } }>(officer, READ, { id });
  expect(seen.data.organization.clients.map(({ status }) => status)).toEqual(['SUSPENDED']);
  const { jwk } = await clientKey(key());
  expect((await registerClient({ organizationId: id, jwk })).refusal?.code).toBe('ORGANIZATION_SUSPENDED');
  expect((await change(RESUME, { id }))?.organization).toEqual({ status: 'ACTIVE', suspendedAt: null });
  const versions = [
    ...(await published('pmo.organization.suspended', 'organization', id)),
    ...(await published('pmo.organization.resumed', 'organization', id)),
  ].map(({ version }) => version);
  expect(versions).toEqual([2, 3]);
});

test('twenty parallel suspensions of an organisation are one, with one event', async () => {
  const id = await idOf();
  const answers = await Promise.all(Array.from({ length: 20 }, () => change(SUSPEND, { id, reason: 'because' })));
  expect(answers.filter((answer) => answer?.organization)).toHaveLength(1);
  expect(await published('pmo.organization.suspended', 'organization', id)).toHaveLength(1);
});

test('suspending takes a reason and an organisation that exists', async () => {
  for (const reason of [' ', '\u200b\u00ad\u2060', 'a\u0000bc'])
    expect((await change(SUSPEND, { id: await idOf(), reason }))?.refusal?.code).toBe('REASON_MALFORMED');
  for (const id of [crypto.randomUUID(), 'nobody']) {
    expect((await change(SUSPEND, { id, reason: 'because' }))?.refusal?.code).toBe('ORGANIZATION_UNKNOWN');
    expect((await change(RESUME, { id }))?.refusal?.code).toBe('ORGANIZATION_UNKNOWN');
  }
});

test('nobody suspends the own organisation: there would be nobody to resume it', async () => {
  const id = await idOf('PMO_UNIT');
  const own = { ...officer, org: id };
  expect((await change(SUSPEND, { id, reason: 'by mistake' }, own))?.refusal?.code).toBe('OWN_ORGANIZATION');
  expect((await change(SUSPEND, { id, reason: 'on purpose' }))?.refusal).toBeNull();
});

test('the office of the programme is there from the start, for its first officers', async () => {
  const { data } = await ask<{ organization: object }>(officer, READ, { id: PROGRAMME_OFFICE.id });
  expect(data.organization).toEqual({ name: PROGRAMME_OFFICE.name, clients: [] });
});

test('only officers change anything', async () => {
  const { id, jwk } = await newClient();
  const other = callerOf('platform-1', 'enrollment:read participant:read');
  const organizationId = await idOf();
  const codes = [
    await register({}, key(), other),
    await registerClient({ organizationId, jwk }, key(), other),
    await rotate(id, jwk, { caller: other }),
    await change(SUSPEND, { id: organizationId, reason: '' }, other),
    await change(RESUME, { id: organizationId }, other),
  ].map((answer) => answer?.refusal?.code);
  expect(codes).toEqual(Array.from({ length: 5 }, () => 'FORBIDDEN'));
});

test('a partner reads its own organisation, with three statements, and no other one', async () => {
  const { id: clientId } = await newClient();
  const { rows } = await database.pool.query('select organization_id as id from client where id = $1', [clientId]);
  const own = { ...callerOf(clientId, ''), org: rows[0].id as string };
  const answer = await ask<{ organization: { clients: Client[] } }>(own, READ, { id: own.org });
  expect([answer.data.organization.clients.map(({ id }) => id), answer.statements]).toEqual([[clientId], 3]);
  expect((await ask(own, READ, { id: await idOf() })).codes).toEqual(['FORBIDDEN']);
  expect((await ask({ ...own, org: null }, READ, { id: own.org })).codes).toEqual(['FORBIDDEN']);
  expect((await askAnonymously(READ, { id: own.org })).codes).toEqual(['UNAUTHENTICATED']);
  const list = 'query { organizations(first: 3) { nodes { id } } }';
  expect([(await ask(own, list)).codes, (await askAnonymously(list)).codes]).toEqual([
    ['FORBIDDEN'],
    ['UNAUTHENTICATED'],
  ]);
});

test('another subgraph’s reference leads to an organisation only who may see it', async () => {
  const id = await idOf();
  const source = `query { _entities(representations: [{ __typename: "Organization", id: "${id}" }]) {
    ... on Organization { id } } }`;
  expect((await ask<{ _entities: object[] }>(officer, source)).data._entities).toEqual([{ id }]);
  expect((await ask(callerOf('someone', 'self'), source)).codes).toEqual(['FORBIDDEN']);
});

test('officers list organisations newest first, by kind and state', async () => {
  const banks = [await idOf('BANK'), await idOf('BANK')];
  await change(SUSPEND, { id: banks[0], reason: 'closed' });
  const list = `query($after: String, $status: OrganizationStatus) {
    organizations(first: 1, after: $after, kind: BANK, status: $status) {
      nodes { id } pageInfo { endCursor hasNextPage } } }`;
  type Page = { organizations: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
  const first = (await ask<Page>(officer, list)).data.organizations;
  expect([first.nodes[0]?.id, first.pageInfo.hasNextPage]).toEqual([banks[1], true]);
  const second = (await ask<Page>(officer, list, { after: first.pageInfo.endCursor })).data.organizations;
  expect(second.nodes[0]?.id).toBe(banks[0]);
  const suspended = (await ask<Page>(officer, list, { status: 'SUSPENDED' })).data.organizations;
  expect(suspended.nodes.map(({ id }) => id)).toEqual([banks[0]]);
});

test('other subgraphs are told of every organisation once, and again of those that are suspended', async () => {
  const { services } = programme;
  const registered = await idOf('PLATFORM');
  const old = crypto.randomUUID();
  const suspended = crypto.randomUUID();
  await database.pool.query(
    `insert into organization (id, name, kind, status, suspended_at, suspension_reason, version, created_at)
      values ($1, 'Old', 'BANK', 'ACTIVE', null, null, 1, now()), ($2, 'Stopped', 'BANK', 'SUSPENDED', now(), 'Why', 4, now())`,
    [old, suspended],
  );
  await Promise.all([1, 2, 3].map(() => tellOrganizations(services)));
  expect(await tellOrganizations(services)).toBe(0);
  for (const id of [registered, old, suspended, PROGRAMME_OFFICE.id])
    expect(await published('pmo.organization.registered', 'organization', id)).toHaveLength(1);
  expect(await published('pmo.organization.suspended', 'organization', suspended)).toMatchObject([{ version: 4 }]);
  expect(await published('pmo.organization.suspended', 'organization', old)).toEqual([]);
});
