import { expect, test } from 'vitest';
import { clientKey } from '../../../tests/testkit/client-key.ts';
import { idOf, key, newClient, published, registerClient, rotate } from '../../../tests/testkit/organizations.ts';

test('a client has a key and the scopes of its kind, and is published with its public key only', async () => {
  const organizationId = await idOf();
  const { jwk } = await clientKey('first');
  const { client: made } = await registerClient({ organizationId, jwk });
  const keys = [{ kid: 'first', validUntil: null }];
  expect(made).toEqual({ id: made?.id, status: 'ACTIVE', scopes: ['enrollment:read'], keys });
  expect(await published('pmo.client.registered', 'client', made?.id ?? '')).toEqual([
    {
      client: made?.id,
      organization: organizationId,
      organizationKind: 'PLATFORM',
      name: 'Backend',
      scopes: ['enrollment:read'],
      requiresDpop: false,
      version: 1,
      keys: [{ jwk, validFrom: expect.any(String), validUntil: null }],
    },
  ]);
});

test('without a kid the key gets its thumbprint', async () => {
  const { kid: _, ...jwk } = (await clientKey('none')).jwk;
  const { client: made } = await registerClient({ organizationId: await idOf(), jwk });
  expect(made?.keys[0]?.kid).toMatch(/^[\w-]{43}$/);
});

const badKeys: [string, (jwk: Record<string, string>) => unknown, string][] = [
  ['text', () => 'a key', 'KEY_MALFORMED'],
  ['of another curve', (jwk) => ({ ...jwk, crv: 'P-384' }), 'KEY_MALFORMED'],
  ['RSA', () => ({ kty: 'RSA', n: 'x', e: 'AQAB' }), 'KEY_MALFORMED'],
  ['off the curve', (jwk) => ({ ...jwk, y: jwk.x }), 'KEY_MALFORMED'],
  ['for another algorithm', (jwk) => ({ ...jwk, alg: 'HS256' }), 'KEY_MALFORMED'],
  ['with a kid that is no name', (jwk) => ({ ...jwk, kid: '<b>' }), 'KEY_MALFORMED'],
  ['private', (jwk) => ({ ...jwk, d: 'tell-nobody' }), 'PRIVATE_KEY_SENT'],
  ['private and malformed', () => ({ kty: 'oct', k: 'tell-nobody' }), 'PRIVATE_KEY_SENT'],
];

test.each(badKeys)('a key that is %s is refused, and not repeated', async (_name, spoil, code) => {
  const jwk = spoil({ ...(await clientKey('bad')).jwk });
  const answer = await registerClient({ organizationId: await idOf(), jwk });
  expect([answer.client, answer.refusal?.code, answer.refusal?.path]).toEqual([null, code, ['input', 'jwk']]);
  expect(answer.refusal?.message).not.toContain('tell-nobody');
  const { id } = await newClient();
  expect((await rotate(id, jwk)).refusal?.code).toBe(code);
});

const badInput: [string, object, string][] = [
  ['an unknown scope', { scopes: ['everything:read'] }, 'SCOPE_UNKNOWN'],
  ['a scope of another kind', { scopes: ['enrollment:read', 'alumni:search'] }, 'SCOPE_NOT_ALLOWED'],
  ['an officer’s scope', { scopes: ['organization:manage'] }, 'SCOPE_NOT_ALLOWED'],
  ['an unknown organisation', { organizationId: crypto.randomUUID() }, 'ORGANIZATION_UNKNOWN'],
  ['an organisation that is no id', { organizationId: "' or true" }, 'ORGANIZATION_UNKNOWN'],
  ['no name', { name: '  ' }, 'NAME_MALFORMED'],
  ['a long name', { name: 'x'.repeat(201) }, 'NAME_MALFORMED'],
  ['a name with a control character', { name: 'a\u0000b' }, 'NAME_MALFORMED'],
];

test.each(badInput)('a client with %s is refused', async (_name, input, code) => {
  const { jwk } = await clientKey(key());
  const answer = await registerClient({ organizationId: await idOf(), jwk, ...input });
  expect([answer.client, answer.refusal?.code]).toEqual([null, code]);
});

test.each([
  ['PAYMENT_PARTNER', 'disbursement:settle'],
  ['JOB_PORTAL', 'alumni:search'],
  ['PMO_UNIT', 'ledger:read'],
  ['INSTITUTION', 'enrollment:read'],
])('a %s may hold %s, a BANK may not', async (kind, scope) => {
  const scopes = [scope];
  const { jwk } = await clientKey(key());
  expect((await registerClient({ organizationId: await idOf(kind), scopes, jwk })).refusal).toBeNull();
  const bank = await registerClient({ organizationId: await idOf('BANK'), scopes, jwk });
  expect(bank.refusal?.code).toBe('SCOPE_NOT_ALLOWED');
});

test('twenty parallel calls under one key make one client and one event', async () => {
  const same = key();
  const input = { organizationId: await idOf(), jwk: (await clientKey('same')).jwk };
  const answers = await Promise.all(Array.from({ length: 20 }, () => registerClient(input, same)));
  const ids = new Set(answers.map((answer) => answer.client?.id));
  expect(ids.size).toBe(1);
  expect(await published('pmo.client.registered', 'organization', input.organizationId)).toHaveLength(1);
  expect((await registerClient({ ...input, name: 'Other' }, same)).refusal?.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test('a key is registered once, for one client and for ever', async () => {
  const first = await newClient();
  const organizationId = await idOf();
  expect((await registerClient({ organizationId, jwk: first.jwk })).refusal?.code).toBe('KEY_ALREADY_USED');
  await rotate(first.id, (await clientKey('next')).jwk, { hours: 0 });
  expect((await rotate(first.id, first.jwk)).refusal?.code).toBe('KEY_ALREADY_USED');
});

test('after a rotation both keys are valid until the overlap ends; once more changes nothing', async () => {
  const { id, jwk } = await newClient();
  const next = await clientKey('next');
  const { client: rotated } = await rotate(id, next.jwk, { hours: 1 });
  const [newest, former] = rotated?.keys ?? [];
  expect([newest, former?.kid]).toEqual([{ kid: 'next', validUntil: null }, jwk.kid]);
  const leftMs = Date.parse(former?.validUntil ?? '') - Date.now();
  expect(leftMs).toBeGreaterThan(3_590_000);
  expect(leftMs).toBeLessThanOrEqual(3_600_000);
  expect((await rotate(id, next.jwk, { hours: 1 })).client).toEqual(rotated);
  const events = await published('pmo.client.rotated', 'client', id);
  expect(events.map(({ version, keys, isRevoking }) => [version, keys.length, isRevoking])).toEqual([[2, 2, false]]);
});

test('without overlap the former key ends at once', async () => {
  const { id } = await newClient();
  await rotate(id, (await clientKey('next')).jwk, { hours: 0 });
  const [event] = await published('pmo.client.rotated', 'client', id);
  expect([event.keys.length, event.keys[0].jwk.kid, event.isRevoking]).toEqual([1, 'next', true]);
});

test.each([-1, 169])('an overlap of %d hours is refused', async (hours) => {
  const { id } = await newClient();
  expect((await rotate(id, (await clientKey('next')).jwk, { hours })).refusal?.code).toBe('OVERLAP_OUT_OF_RANGE');
});

test('an unknown client has no key to rotate, and nobody has more than five valid ones', async () => {
  const { jwk } = await clientKey('lost');
  expect((await rotate('client-unknown', jwk)).refusal?.code).toBe('CLIENT_UNKNOWN');
  const { id } = await newClient();
  const codes: unknown[] = [];
  for (let count = 2; count <= 6; count += 1) {
    codes.push((await rotate(id, (await clientKey(`key-${count}`)).jwk)).refusal?.code);
  }
  expect(codes).toEqual([undefined, undefined, undefined, undefined, 'KEY_LIMIT_REACHED']);
});
