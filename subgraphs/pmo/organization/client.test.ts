import { expect, test } from 'vitest';
import { clientKey } from '../../../tests/testkit/client-key.ts';
import { key, openOrganizations } from '../../../tests/testkit/organizations.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';

const { changeClient, database, idOf, newClient, published, registerClient, rotate } = await openOrganizations();

const HOUR_MS = 3_600_000;

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
  ['a name that nobody sees', { name: '\u200b\u3164' }, 'NAME_MALFORMED'],
  ['a name with a noncharacter', { name: 'a\ufffeb' }, 'NAME_MALFORMED'],
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

test('a BANK may hold what its own subgraph asks for, which nobody else may', async () => {
  const scopes = ['kur:decide', 'subgraph:publish'];
  const { jwk } = await clientKey(key());
  expect((await registerClient({ organizationId: await idOf('BANK'), scopes, jwk })).client?.scopes).toEqual(scopes);
  const wallet = await registerClient({ organizationId: await idOf('PAYMENT_PARTNER'), scopes, jwk });
  expect(wallet.refusal?.code).toBe('SCOPE_NOT_ALLOWED');
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

test('an organisation has at most fifty clients, also when twenty come at once', async () => {
  const organizationId = await idOf();
  await database.pool.query(
    `insert into client (id, organization_id, name, scopes, created_at)
      select 'client-' || gen_random_uuid(), $1, 'Backend', '{}', now() from generate_series(1, 48)`,
    [organizationId],
  );
  const keys = await Promise.all(Array.from({ length: 20 }, () => clientKey(key())));
  const answers = await Promise.all(keys.map(({ jwk }) => registerClient({ organizationId, jwk })));
  const codes = Map.groupBy(answers, ({ refusal }) => refusal?.code ?? 'registered');
  expect([codes.get('registered')?.length, codes.get('CLIENT_LIMIT_REACHED')?.length]).toEqual([2, 18]);
});

test('a key that two send at once is registered for one of them', async () => {
  const organizationId = await idOf();
  const { jwk } = await clientKey('shared');
  const answers = await Promise.all(Array.from({ length: 10 }, () => registerClient({ organizationId, jwk })));
  const codes = Map.groupBy(answers, ({ refusal }) => refusal?.code ?? 'registered');
  expect([codes.get('registered')?.length, codes.get('KEY_ALREADY_USED')?.length]).toEqual([1, 9]);
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

test('a later rotation ends a former key earlier, never later', async () => {
  const { id } = await newClient();
  await rotate(id, (await clientKey('second')).jwk, { hours: 100 });
  const ends = async (hours: number) => {
    const { client } = await rotate(id, (await clientKey(key())).jwk, { hours });
    return client?.keys.map(
      ({ validUntil }) => validUntil && Math.round((Date.parse(validUntil) - Date.now()) / HOUR_MS),
    );
  };
  expect(await ends(1)).toEqual([null, 1, 1]);
  expect(await ends(50)).toEqual([null, 50, 1, 1]);
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

const organizationOf = async (clientId: string) => {
  const text = 'select organization_id as id from client where id = $1';
  return (await database.pool.query<{ id: string }>(text, [clientId])).rows[0]?.id ?? '';
};

test('one client is suspended and resumed, its organisation and its other clients are not touched', async () => {
  const { id } = await newClient();
  const { jwk } = await clientKey(key());
  const other = await registerClient({ organizationId: await organizationOf(id), jwk });
  const suspended = await changeClient('suspendClient', { id, reason: ' A leaked key ' });
  expect(suspended.client).toMatchObject({ id, status: 'SUSPENDED', suspensionReason: 'A leaked key' });
  expect((await changeClient('suspendClient', { id, reason: 'again' })).refusal?.code).toBe(
    'CLIENT_TRANSITION_ILLEGAL',
  );
  const { rows } = await database.pool.query('select status from client where id = $1', [other.client?.id]);
  expect(rows).toEqual([{ status: 'ACTIVE' }]);
  expect((await rotate(id, (await clientKey('next')).jwk)).refusal).toBeNull();
  const resumed = await changeClient('resumeClient', { id });
  expect(resumed.client).toMatchObject({ status: 'ACTIVE', suspendedAt: null, suspensionReason: null });
  expect((await changeClient('resumeClient', { id })).refusal?.code).toBe('CLIENT_TRANSITION_ILLEGAL');
  const events = [
    ...(await published('pmo.client.suspended', 'client', id)),
    ...(await published('pmo.client.resumed', 'client', id)),
  ];
  expect(events.map(({ version }) => version)).toEqual([2, 4]);
});

test('suspending a client takes a reason, a client and an officer', async () => {
  const { id } = await newClient();
  const own = { ...callerOf('partner', 'client:rotate'), org: await organizationOf(id) };
  const codes = [
    await changeClient('suspendClient', { id, reason: ' x ' }),
    await changeClient('suspendClient', { id: 'client-unknown', reason: 'because' }),
    await changeClient('resumeClient', { id: 'client-unknown' }),
    await changeClient('suspendClient', { id, reason: 'because' }, own),
    await changeClient('resumeClient', { id }, own),
  ].map(({ refusal }) => [refusal?.code, refusal?.path.join('.')]);
  expect(codes).toEqual([
    ['REASON_MALFORMED', 'reason'],
    ['CLIENT_UNKNOWN', 'id'],
    ['CLIENT_UNKNOWN', 'id'],
    ['FORBIDDEN', ''],
    ['FORBIDDEN', ''],
  ]);
});

test('twenty parallel suspensions are one, with one event', async () => {
  const { id } = await newClient();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => changeClient('suspendClient', { id, reason: 'because' })),
  );
  expect(answers.filter(({ client }) => client !== null)).toHaveLength(1);
  expect(await published('pmo.client.suspended', 'client', id)).toHaveLength(1);
});

test('a partner rotates the keys of its own clients, and nobody else’s', async () => {
  const mine = await newClient();
  const theirs = await newClient();
  const org = await organizationOf(mine.id);
  const partner = { ...callerOf(mine.id, 'client:rotate'), org };
  const next = async () => (await clientKey(key())).jwk;
  const rotated = await rotate(mine.id, await next(), { hours: 1, caller: partner });
  expect([rotated.refusal, rotated.client?.keys.length]).toEqual([null, 2]);
  const refused = [
    await rotate(theirs.id, await next(), { caller: partner }),
    await rotate('client-unknown', await next(), { caller: partner }),
    await rotate(mine.id, await next(), { caller: { ...partner, org: null } }),
    await rotate(mine.id, await next(), { caller: { ...callerOf(mine.id, 'enrollment:read'), org } }),
    await rotate(mine.id, 'no key', { caller: { ...callerOf(mine.id, 'self'), org } }),
  ];
  expect(refused.map(({ client, refusal }) => [client, refusal?.code])).toEqual(refused.map(() => [null, 'FORBIDDEN']));
  expect(new Set(refused.map(({ refusal }) => refusal?.message)).size).toBe(1);
  expect(await published('pmo.client.rotated', 'client', theirs.id)).toEqual([]);
});
