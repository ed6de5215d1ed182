import type { Adapter } from 'oidc-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Secret } from '../../subgraphs/kit/vault/secret.ts';
import { startTestIdentity, type TestIdentity } from '../../tests/testkit/identity.ts';
import { stateAdapter, sweep } from './state.ts';

let identity: TestIdentity;
let make: (model: string) => Adapter;
beforeAll(async () => {
  identity = await startTestIdentity();
  const { pool, clients, clock } = identity;
  const index = (_kind: string, value: Secret | string) => Buffer.from(String(value));
  make = stateAdapter({ pool, index, clients, surroundings: { now: clock.now, randomBytes: () => Buffer.alloc(0) } });
});
afterAll(() => identity.stop());

test('what is kept is found by its id, user code and uid until it expires', async () => {
  const device = make('DeviceCode');
  await device.upsert('one', { jti: 'one', userCode: 'ABCD', uid: 'u1', grantId: 'g1' }, 60);
  const found = { userCode: 'ABCD', uid: 'u1', grantId: 'g1' };
  expect(await device.find('one')).toEqual({ ...found, jti: 'one' });
  expect(await device.findByUserCode('ABCD')).toEqual(found);
  expect(await device.findByUid('u1')).toEqual(found);
  expect(await make('Session').find('one')).toBeUndefined();
  identity.clock.advance(60_000);
  expect(await device.find('one')).toBeUndefined();
});

test('of 20 that consume it at once, one does', async () => {
  const code = make('AuthorizationCode');
  await code.upsert('code', {}, 60);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => code.consume('code')));
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  expect((await code.find('code'))?.consumed).toBeGreaterThan(0);
});

test('of 20 that use a proof at once, one does; when it has expired it may come again', async () => {
  const replay = make('ReplayDetection');
  const use = () => replay.upsert('jti', { iss: 'client' }, 60);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, use));
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  identity.clock.advance(60_000);
  await use();
});

test('revoking a grant removes what hangs on it, and nothing else', async () => {
  const refresh = make('RefreshToken');
  await refresh.upsert('a', { grantId: 'grant-1' }, 60);
  await refresh.upsert('b', { grantId: 'grant-2' }, 60);
  await refresh.revokeByGrantId('grant-1');
  expect([await refresh.find('a'), (await refresh.find('b'))?.grantId]).toEqual([undefined, 'grant-2']);
  await refresh.destroy('b');
  expect(await refresh.find('b')).toBeUndefined();
});

test('the sweep deletes what has expired, also when it is much', async () => {
  const { pool, clock } = identity;
  const soon = new Date(clock.now().getTime() + 60_000);
  await pool.query(
    `insert into oidc_state (model, id, payload, expires_at)
     select 'Bulk', int4send(n), '{}', case when n <= 12000 then $1::timestamptz else $1 + interval '1 hour' end
     from generate_series(1, 12010) n`,
    [soon],
  );
  await sweep(pool, soon);
  const { rows } = await pool.query(`select count(*)::int as count from oidc_state where model = 'Bulk'`);
  expect(rows).toEqual([{ count: 10 }]);
});
