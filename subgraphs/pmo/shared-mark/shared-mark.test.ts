import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, REGISTER } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { invariants } from './shared-mark.invariants.ts';

const pmo = await openPmo({ env: { SHARED_MARK_LIMITS: '{"FAMILY_CARD": 3}' } });
await openWave(pmo);
const { pool } = pmo.database;
const { sharedMarks } = pmo.services;
const officer = callerOf('officer-1', 'participant:read');
const DAY_MS = 86_400_000;

interface Mark {
  id: string;
  kind: string;
  accounts: number;
  limit: number;
  participants: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}
const WANTED = `nodes { id kind accounts limit participants(first: 3) { nodes { id } pageInfo { hasNextPage endCursor } } }
  pageInfo { hasNextPage endCursor }`;
const marks = async (kind?: string, first = 20) => {
  const { data, errors, statements } = await pmo.ask<{ sharedMarks: { nodes: Mark[] } }>(
    officer,
    `{ sharedMarks(first: ${first}${kind ? `, kind: ${kind}` : ''}) { ${WANTED} } }`,
  );
  expect(errors).toEqual([]);
  return { nodes: data.sharedMarks.nodes, statements };
};

const enter = async (at: number, stated: object = {}, device: string | null = null) => {
  const id = uuidv7();
  const input = { ...personAt(at), ...stated };
  const caller = { ...callerOf(id, 'self'), device };
  const { data } = await pmo.ask<{ registerParticipant: { refusal: { code: string } | null } }>(caller, REGISTER, {
    key: crypto.randomUUID(),
    input,
  });
  expect(data.registerParticipant.refusal).toBeNull();
  return id;
};
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

const PHONE = '081299998888';
const KEY = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
const onPhone: string[] = [];

test('more accounts than the limit on one phone, card or device are flagged; as many as the limit are not', async () => {
  for (const at of range(1, 4)) onPhone.push(await enter(at, { phone: PHONE }));
  for (const at of range(11, 2)) await enter(at, { phone: '081277776666' });
  for (const at of range(21, 4)) await enter(at, { kk: '3273990101777777' });
  for (const at of range(31, 3)) await enter(at, { kk: '3273990101666666' });
  for (const at of range(41, 4)) await enter(at, {}, KEY);
  for (const at of range(51, 3)) await enter(at, { email: 'satu@example.org' });
  await sharedMarks.tick();
  const { nodes } = await marks();
  expect(nodes.map(({ kind, accounts, limit }) => [kind, accounts, limit]).sort()).toEqual([
    ['DEVICE', 4, 3],
    ['EMAIL', 3, 2],
    ['FAMILY_CARD', 4, 3],
    ['PHONE', 4, 2],
  ]);
  const [phone] = (await marks('PHONE')).nodes;
  expect(phone?.participants.nodes.map(({ id }) => id)).toEqual(onPhone.toSorted().slice(0, 3));
  expect(phone?.participants.pageInfo.hasNextPage).toBe(true);
});

test('a page of many marks costs as many statements as one of a single mark', async () => {
  expect([(await marks(undefined, 1)).statements, (await marks()).statements]).toEqual([3, 3]);
});

test('the next account with a flagged phone is counted, and a correction takes one away on the next day', async () => {
  await enter(5, { phone: PHONE });
  await sharedMarks.tick();
  expect((await marks('PHONE')).nodes[0]?.accounts).toBe(5);
  // As a correction leaves it, without the codes of this test's other half.
  const change = `update participant_identity set phone_index = decode(repeat('ab', 16), 'hex') where participant_id = any($1)`;
  await pool.query(change, [onPhone.slice(0, 3)]);
  await sharedMarks.tick();
  expect((await marks('PHONE')).nodes.map(({ accounts }) => accounts).sort()).toEqual([3, 5]);
  pmo.clock.advance(DAY_MS + 1_000);
  await sharedMarks.tick();
  expect((await marks('PHONE')).nodes.map(({ accounts }) => accounts)).toEqual([3]);
});

test('whoever is erased is on no device any more', async () => {
  const [device] = (await marks('DEVICE')).nodes;
  const ids = (await pool.query('select participant_id as id from participant_device')).rows.map(({ id }) => id);
  for (const statement of pmo.services.erasure) await pool.query(statement, [ids.slice(0, 1)]);
  pmo.clock.advance(DAY_MS + 1_000);
  await sharedMarks.tick();
  expect(device?.accounts).toBe(4);
  expect((await marks('DEVICE')).nodes).toEqual([]);
});

test.each([
  ['a participant', 'self'],
  ['a platform', 'enrollment:read course:manage'],
  ['a portal', 'alumni:read'],
  ['an officer of waves', 'wave:manage'],
])('%s is not told what accounts share', async (_who, scope) => {
  const { data, codes } = await pmo.ask(
    callerOf(onPhone[0] as string, scope),
    `{ sharedMarks(first: 1) { nodes { id } } }`,
  );
  expect([data, codes]).toEqual([null, ['FORBIDDEN']]);
});

test('strangers are not told either, and nothing is stored in plain', async () => {
  expect((await pmo.askAnonymously('{ sharedMarks(first: 1) { nodes { id } } }')).codes).not.toEqual([]);
  const { rows } = await pool.query(`select string_agg(shared_mark::text, '') || (
    select string_agg(participant_device::text, '') from participant_device) as text from shared_mark`);
  const digits = Buffer.from(PHONE.slice(1)).toString('hex');
  for (const plain of [PHONE.slice(1), KEY, digits, Buffer.from(KEY).toString('hex')])
    expect(rows[0].text).not.toContain(plain);
});

test('a mark that is flagged with too few accounts breaks the invariant', async () => {
  const [{ sql } = { sql: '' }] = invariants;
  expect((await pool.query(sql)).rows).toEqual([]);
  await pool.query(`update shared_mark set accounts = 2 where kind = 'PHONE'`);
  expect((await pool.query(sql)).rowCount).toBe(1);
});
