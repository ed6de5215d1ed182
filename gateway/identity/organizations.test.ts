import { afterAll, beforeAll, expect, test } from 'vitest';
import { askForToken, assertion, type ClientKey, clientKey } from '../../tests/testkit/client-key.ts';
import { SECRET } from '../../tests/testkit/event-secret.ts';
import { signedEvent } from '../../tests/testkit/events.ts';
import { startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { followRevocations } from '../revocations.ts';

const secret = 'r'.repeat(43);
const MINUTE = 60_000;

let identity: TestIdentity;
beforeAll(async () => {
  const publishers = [{ name: 'pmo', secret: SECRET }];
  identity = await startTestIdentity({ EVENT_PUBLISHERS: JSON.stringify(publishers), REVOCATIONS_SECRET: secret });
});
afterAll(() => identity.stop());

const send = async (type: string, data: object, sent: { id?: string; secret?: string } = {}) => {
  const event = { type, data, ...(sent.id && { id: sent.id }) };
  const { method, headers, payload } = signedEvent({ event, ...(sent.secret && { secret: sent.secret }) });
  return (await fetch(`${identity.issuer}/events`, { method, headers, body: payload })).status;
};

const validKeys = (...all: [key: ClientKey, untilMs?: number][]) => {
  const now = identity.clock.now().getTime();
  return all.map(([{ jwk }, untilMs]) => ({
    jwk,
    validFrom: new Date(now - 1_000).toISOString(),
    validUntil: untilMs === undefined ? null : new Date(now + untilMs).toISOString(),
  }));
};

const registration = async (change: object = {}) => {
  const key = await clientKey('first');
  const facts = { client: `client-${crypto.randomUUID()}`, organization: crypto.randomUUID(), version: 1 };
  const scopes = ['enrollment:read'];
  const base = { organizationKind: 'PLATFORM', name: 'Backend', scopes, requiresDpop: false, keys: validKeys([key]) };
  return { key, data: { ...base, ...facts, ...change } };
};

const registered = async (change: object = {}) => {
  const { key, data } = await registration(change);
  expect(await send('pmo.client.registered', data)).toBe(204);
  return { key, id: data.client, organization: data.organization };
};

const errorFor = async (clientId: string, key: ClientKey) => {
  const client_assertion = await assertion({ issuer: identity.issuer, clientId, key });
  return (await askForToken(identity.issuer, { client_assertion })).error ?? null;
};

const status = (type: 'suspended' | 'resumed', organization: string, version: number) =>
  send(`pmo.organization.${type}`, { organization, version, at: identity.clock.now().toISOString() });

const revocations = (headers: Record<string, string> = { authorization: `Bearer ${secret}` }) =>
  fetch(`${identity.issuer}/revocations`, { headers });

test('a registered client gets a token with the scopes of its kind of organisation', async () => {
  const { data, key } = await registration({
    organizationKind: 'JOB_PORTAL',
    scopes: ['alumni:search', 'ledger:read'],
  });
  await send('pmo.client.registered', data);
  const ask = async (scope: string) => {
    const client_assertion = await assertion({ issuer: identity.issuer, clientId: data.client, key });
    return askForToken(identity.issuer, { client_assertion, scope });
  };
  expect((await ask('alumni:search ledger:read')).error).toBe('invalid_scope');
  const answer = await ask('alumni:search');
  expect(answer.scope).toBe('alumni:search');
});

test('an event that pmo did not sign changes nothing', async () => {
  const { data, key } = await registration();
  const other = `whsec_${Buffer.alloc(24, 'x').toString('base64')}`;
  expect(await send('pmo.client.registered', data, { secret: other })).toBe(401);
  expect(await errorFor(data.client, key)).toBe('invalid_client');
});

test('a suspended organisation gets no token, until it is resumed', async () => {
  const { id, key, organization } = await registered();
  const errors = [await errorFor(id, key)];
  await status('suspended', organization, 2);
  errors.push(await errorFor(id, key));
  await status('resumed', organization, 3);
  errors.push(await errorFor(id, key));
  expect(errors).toEqual([null, 'invalid_client', null]);
});

test('events that arrive in the wrong order end in the same state', async () => {
  const first = await registered();
  await status('suspended', first.organization, 4);
  await status('resumed', first.organization, 3);
  expect(await errorFor(first.id, first.key)).toBe('invalid_client');
  const organization = crypto.randomUUID();
  await status('suspended', organization, 2);
  const late = await registered({ organization });
  expect(await errorFor(late.id, late.key)).toBe('invalid_client');
});

test('a rotation before its registration is refused for now, and an older one changes nothing', async () => {
  const { data, key } = await registration();
  const second = await clientKey('second');
  const third = await clientKey('third');
  const rotate = (version: number, ...keys: Parameters<typeof validKeys>) =>
    send('pmo.client.rotated', { client: data.client, version, keys: validKeys(...keys), isRevoking: false });
  expect(await rotate(3, [third])).toBe(500);
  await send('pmo.client.registered', data);
  expect(await rotate(3, [third])).toBe(204);
  expect(await rotate(2, [key, MINUTE], [second])).toBe(204);
  const errors = await Promise.all([key, second, third].map((each) => errorFor(data.client, each)));
  expect(errors).toEqual(['invalid_client', 'invalid_client', null]);
});

test('both keys work during the overlap, afterwards the new one', async () => {
  const { id, key } = await registered();
  const next = await clientKey('next');
  const keys = validKeys([key, 5 * MINUTE], [next]);
  await send('pmo.client.rotated', { client: id, version: 2, keys, isRevoking: false });
  expect([await errorFor(id, key), await errorFor(id, next)]).toEqual([null, null]);
  identity.clock.advance(5 * MINUTE);
  expect([await errorFor(id, key), await errorFor(id, next)]).toEqual(['invalid_client', null]);
});

const clientStatus = (type: 'suspended' | 'resumed', client: string, version: number) =>
  send(`pmo.client.${type}`, { client, version, at: identity.clock.now().toISOString() });

test('a suspended client gets no token and those that it has are void, its organisation’s other client goes on', async () => {
  const { id, key, organization } = await registered();
  const other = await registered({ organization });
  const errors = async () => [await errorFor(id, key), await errorFor(other.id, other.key)];
  const states = [await errors()];
  await identity.pool.query('update client set revoked_at = now() where id = $1', [id]);
  expect(await clientStatus('suspended', id, 2)).toBe(204);
  states.push(await errors());
  const listed = (await (await revocations()).json()) as { clients: { id: string; until: string }[] };
  expect(listed.clients.find((client) => client.id === id)?.until).toMatch(/^9999-/);
  await clientStatus('resumed', id, 3);
  states.push(await errors());
  expect(states).toEqual([
    [null, null],
    ['invalid_client', null],
    [null, null],
  ]);
});

test('a client’s suspension holds in any order of events, over a rotation and a late registration too', async () => {
  const { data, key } = await registration();
  expect(await clientStatus('suspended', data.client, 3)).toBe(500);
  await send('pmo.client.registered', data);
  await clientStatus('suspended', data.client, 3);
  await clientStatus('resumed', data.client, 2);
  const next = await clientKey('next');
  const rotation = { client: data.client, version: 4, keys: validKeys([next]), isRevoking: false };
  expect(await send('pmo.client.rotated', rotation)).toBe(204);
  await send('pmo.client.registered', data);
  expect([await errorFor(data.client, key), await errorFor(data.client, next)]).toEqual([
    'invalid_client',
    'invalid_client',
  ]);
  await clientStatus('resumed', data.client, 5);
  expect(await errorFor(data.client, next)).toBeNull();
});

test('the same event twenty times at once takes effect once', async () => {
  const { data } = await registration();
  const id = crypto.randomUUID();
  const statuses = await Promise.all(Array.from({ length: 20 }, () => send('pmo.client.registered', data, { id })));
  expect(new Set(statuses)).toEqual(new Set([204]));
  const { rows } = await identity.pool.query('select count(*)::int from event_inbox where id = $1', [id]);
  expect(rows).toEqual([{ count: 1 }]);
});

test('only who knows the secret is told the revocations, and nothing twice', async () => {
  expect([(await revocations({})).status, (await revocations({ authorization: 'Bearer x' })).status]).toEqual([
    401, 401,
  ]);
  const answer = await revocations();
  const headers = { authorization: `Bearer ${secret}`, 'if-none-match': answer.headers.get('etag') ?? '' };
  expect([answer.status, (await revocations(headers)).status]).toEqual([200, 304]);
  const { organization } = await registered();
  await status('suspended', organization, 2);
  expect((await revocations(headers)).status).toBe(200);
});

test('a gateway knows whose tokens are void, and keeps knowing while the issuer is away', async () => {
  const other = await startTestIdentity({ REVOCATIONS_SECRET: secret });
  const client = { id: 'client-1', name: 'P', kind: 'PLATFORM' as const, organizationId: 'org-1', scopes: [] };
  await other.clients.put(client);
  const faults: object[] = [];
  const log = { warn: (details: object) => void faults.push(details) };
  const gateway = followRevocations({ url: `${other.issuer}/revocations`, secret, everyMs: 60_000, log });
  const at = other.clock.now();
  const iat = Math.floor(at.getTime() / 1_000);
  const seen = () =>
    [{ org: 'org-1', iat }, { org: 'org-2', azp: 'client-1', iat }, { azp: 'client-1', iat: iat + 60 }, {}].map(
      gateway.isRevoked,
    );
  await gateway.refresh();
  const states = [seen()];
  await other.clients.setOrganizationStatus('org-1', 'SUSPENDED', { version: 2, at });
  await other.clients.replaceKeys('client-1', { version: 2, keys: [], isRevoking: true });
  await gateway.refresh();
  states.push(seen());
  expect(faults).toEqual([]);
  await other.stop();
  await gateway.refresh();
  states.push(seen());
  gateway.stop();
  expect(faults).toHaveLength(1);
  const areVoid = [true, true, false, false];
  expect(states).toEqual([[false, false, false, false], areVoid, areVoid]);
});

test('a list that is none, or is kept from the gateway, leaves the last one', async () => {
  const faults: object[] = [];
  const log = { warn: (details: object) => void faults.push(details) };
  for (const [path, wrong] of [
    ['/revocations', 'x'],
    ['/health/live', secret],
  ] as const) {
    const gateway = followRevocations({ url: `${identity.issuer}${path}`, secret: wrong, everyMs: 60_000, log });
    await gateway.refresh();
    gateway.stop();
  }
  expect(faults).toHaveLength(2);
});
