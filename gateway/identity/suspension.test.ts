import { setTimeout as sleep } from 'node:timers/promises';
import * as oauth from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForToken, assertion, clientKey } from '../../tests/testkit/client-key.ts';
import { officer, startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { beginLogin, signInOfficer } from '../../tests/testkit/login.ts';
import { followRevocations } from '../revocations.ts';

const secret = 'r'.repeat(43);
const MINUTE = 60_000;

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startTestIdentity({ REVOCATIONS_SECRET: secret });
});
afterAll(() => identity.stop());

const registered = async () => {
  const key = await clientKey('first');
  const id = `client-${crypto.randomUUID()}`;
  const organization = crypto.randomUUID();
  await identity.clients.put({ id, name: 'P', kind: 'PLATFORM', organizationId: organization, scopes: [] });
  await identity.clients.putKey(id, key.jwk);
  return { id, organization, key };
};
type RegisteredClient = Awaited<ReturnType<typeof registered>>;

const errorFor = async ({ id: clientId, key }: RegisteredClient) => {
  const client_assertion = await assertion({ issuer: identity.issuer, clientId, key });
  return (await askForToken(identity.issuer, { client_assertion })).error ?? null;
};

type Status = 'SUSPENDED' | 'ACTIVE';
const setOrganization = (organization: string, status: Status, version: number) =>
  identity.clients.setOrganizationStatus(organization, status, { version, at: identity.clock.now() });

const gatewayThatStartsNow = async () => {
  const log = { warn: () => undefined };
  const gateway = followRevocations({ url: `${identity.issuer}/revocations`, secret, everyMs: MINUTE, log });
  await gateway.refresh();
  gateway.stop();
  return gateway;
};
const issuedAt = (offsetS: number) => Math.floor(identity.clock.now().getTime() / 1_000) + offsetS;

test('tokens from before a suspension stay void after the resumption, for gateways too that saw neither', async () => {
  const org = await registered();
  const other = await registered();
  const before = issuedAt(-1);
  const after = issuedAt(60);
  const watcher = await gatewayThatStartsNow();
  const ended: string[] = [];
  watcher.watch({ org: org.organization, azp: org.id, iat: before }, () => ended.push('from before'));
  watcher.watch({ org: org.organization, azp: org.id, iat: after }, () => ended.push('from after'));
  await setOrganization(org.organization, 'SUSPENDED', 2);
  await setOrganization(org.organization, 'ACTIVE', 3);
  await identity.clients.setStatus(other.id, 'SUSPENDED', 2);
  await identity.clients.setStatus(other.id, 'ACTIVE', 3);
  await watcher.refresh();
  const seenBy = (gateway: typeof watcher) => ({
    organization: [before, after].map((iat) => gateway.isRevoked({ org: org.organization, iat })),
    client: [before, after].map((iat) => gateway.isRevoked({ azp: other.id, iat })),
    withoutTime: gateway.isRevoked({ org: org.organization }),
    stranger: gateway.isRevoked({ org: other.organization, azp: 'x', sub: 'y', iat: before }),
  });
  const expected = { organization: [true, false], client: [true, false], withoutTime: true, stranger: false };
  expect([seenBy(watcher), seenBy(await gatewayThatStartsNow())]).toEqual([expected, expected]);
  expect(ended).toEqual(['from before']);
  expect([await errorFor(org), await errorFor(other)]).toEqual([null, null]);
});

test('a suspension that arrives after its resumption voids what was issued all the same', async () => {
  const org = await registered();
  await setOrganization(org.organization, 'ACTIVE', 3);
  await identity.clients.setStatus(org.id, 'ACTIVE', 3);
  await setOrganization(org.organization, 'SUSPENDED', 2);
  await identity.clients.setStatus(org.id, 'SUSPENDED', 2);
  const gateway = await gatewayThatStartsNow();
  expect(gateway.isRevoked({ org: org.organization, iat: issuedAt(-1) })).toBe(true);
  expect(gateway.isRevoked({ azp: org.id, iat: issuedAt(-1) })).toBe(true);
  expect(gateway.isRevoked({ org: org.organization, azp: org.id, iat: issuedAt(60) })).toBe(false);
  expect(await errorFor(org)).toBeNull();
});

test('the list forgets a resumption when every token from before has expired', async () => {
  const { organization } = await registered();
  await setOrganization(organization, 'SUSPENDED', 2);
  await setOrganization(organization, 'ACTIVE', 3);
  const isListed = async () => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await fetch(`${identity.issuer}/revocations`, { headers });
    return ((await answer.json()) as { resumed: { id: string }[] }).resumed.some(({ id }) => id === organization);
  };
  const states = [await isListed()];
  identity.clock.advance(19 * MINUTE);
  states.push(await isListed());
  identity.clock.advance(MINUTE);
  states.push(await isListed());
  expect(states).toEqual([true, true, false]);
});

test('an officer of a suspended organisation signs in anew after the resumption: refresh token and session are void', async () => {
  const { login, tokens } = await signInOfficer(identity, 'openid participant:read');
  // Sessions carry whole seconds.
  await sleep(1_000 - (Date.now() % 1_000));
  await setOrganization(officer.organizationId, 'SUSPENDED', 2);
  await setOrganization(officer.organizationId, 'ACTIVE', 3);
  await expect(oauth.refreshTokenGrant(login.config, tokens.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  });
  const again = await beginLogin(identity, 'openid participant:read', login.browser);
  expect(again.url.pathname).toMatch(/^\/login\//);
});
