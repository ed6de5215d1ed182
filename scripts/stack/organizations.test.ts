import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { askForToken, assertion, clientKey } from '../../tests/testkit/client-key.ts';
import { startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { openOrganizations } from '../../tests/testkit/organizations.ts';
import { syntheticOrganizations } from './organizations.data.ts';
import { putOrganizations } from './organizations.ts';

const { database, published, rotate } = await openOrganizations();

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity();
});
afterAll(() => identity.stop());

const pmoUrl = async () => {
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name');
  const url = new URL(inject('adminUrl'));
  url.pathname = `/${rows[0]?.name}`;
  return url.href;
};

/** What each start of the default run does for one client. */
const start = async (key: Awaited<ReturnType<typeof clientKey>>, scopes: readonly string[]) => {
  const organization = syntheticOrganizations.platform;
  const client = { id: 'synthetic-platform', organization, scopes, key: key.jwk };
  const facts = { clients: [client], now: new Date() };
  const known = (await putOrganizations(await pmoUrl(), facts)).get(client.id);
  const { id, ...given } = {
    id: client.id,
    name: client.id,
    kind: 'PLATFORM' as const,
    organizationId: organization.id,
  };
  await identity.clients.put({ id, ...given, scopes });
  if (known) await identity.clients.replaceKeys(id, known);
};

const errorFor = async (key: Awaited<ReturnType<typeof clientKey>>) => {
  const client_assertion = await assertion({ issuer: identity.issuer, clientId: 'synthetic-platform', key });
  return (await askForToken(identity.issuer, { client_assertion })).error ?? null;
};

test('a start puts organisation, client and key into both services; a key that was rotated away stays away', async () => {
  const first = await clientKey('first');
  const next = await clientKey('next');
  await start(first, ['enrollment:read']);
  await start(first, ['enrollment:read', 'client:rotate']);
  expect(await errorFor(first)).toBeNull();
  const { client } = await rotate('synthetic-platform', next.jwk, { hours: 0 });
  expect(client).toMatchObject({
    scopes: ['enrollment:read', 'client:rotate'],
    keys: [{ kid: 'next' }, { kid: 'first' }],
  });
  const [event] = await published('pmo.client.rotated', 'client', 'synthetic-platform');
  const keys = event.keys.map((key: { validFrom: string }) => ({ ...key, validFrom: new Date(key.validFrom) }));
  await identity.clients.replaceKeys('synthetic-platform', { ...event, keys });
  await start(first, ['enrollment:read', 'client:rotate']);
  expect([await errorFor(first), await errorFor(next)]).toEqual(['invalid_client', null]);
  const { rows } = await database.pool.query('select id, kind from organization where id = $1', [
    syntheticOrganizations.platform.id,
  ]);
  expect(rows).toHaveLength(1);
});

test('a rotation of which the issuer never heard is made up for at the next start', async () => {
  const lost = await clientKey('lost');
  await rotate('synthetic-platform', lost.jwk, { hours: 0 });
  expect(await errorFor(lost)).toBe('invalid_client');
  const another = await clientKey('of-another-data-directory');
  await start(another, ['enrollment:read']);
  expect([await errorFor(lost), await errorFor(another)]).toEqual([null, 'invalid_client']);
});
