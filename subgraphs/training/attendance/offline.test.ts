import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { type Learner, openLearning, recorderOf } from '../../../tests/testkit/learning.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { organizations } from '../../../tests/testkit/training.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { enrollment } from '../enrollment/enrollment.feature.ts';
import { attendance } from './attendance.feature.ts';
import { refusals } from './attendance.refusal.ts';
import { reportIn } from './attendance.report.ts';

const learning = await openLearning();
const { ask, addClass, enroll, statusOf, codeOf, clock } = learning;
const { pool } = learning.database;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const REGISTER = `mutation ($input: RegisterDeviceInput!, $key: String!) {
  done: registerDevice(input: $input, idempotencyKey: $key) {
    device { id name validFrom validUntil revokedFrom } refusal { code path message } } }`;
const REVOKE = `mutation ($id: ID!, $from: DateTime) { done: revokeDevice(id: $id, from: $from) {
  device { id revokedFrom } refusal { code } } }`;
const SYNC = `mutation ($input: OfflineAttendanceInput!) { done: syncOfflineAttendance(input: $input) {
  report { recorded clockOffsetSeconds items { index outcome problem { code path } } } refusal { code } } }`;

interface DeviceAnswer {
  done: { device: { id: string; revokedFrom: string | null } | null; refusal: { code: string } | null };
}
interface SyncAnswer {
  done: {
    report: {
      recorded: number;
      clockOffsetSeconds: number | null;
      items: { outcome: string; problem: { code: string; path: string[] } | null }[];
    } | null;
    refusal: { code: string } | null;
  };
}

const keyPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { jwk: publicKey.export({ format: 'jwk' }), privateKey };
};

const register = async (input: object, { as = recorderOf(), key = crypto.randomUUID() as string } = {}) =>
  (await ask<DeviceAnswer>(as, REGISTER, { input, key })).data.done;

interface Device {
  id: string;
  privateKey: KeyObject;
}

const newDevice = async (org: string = organizations.satu): Promise<Device> => {
  const { jwk, privateKey } = keyPair();
  const { device } = await register({ name: 'Tablet 1', jwk: JSON.stringify(jwk) }, { as: recorderOf(org) });
  return { id: device?.id ?? '', privateKey };
};

interface OfflineRecord {
  at: string;
  code: string;
  enrollmentId: string;
  scheduleId: string;
  session: number;
}

/** Signs as a device does, by nothing but what the SDL says of the signature. */
const sign = ({ id, privateKey }: Device, records: readonly OfflineRecord[], header: object = { alg: 'ES256' }) => {
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  const body = records.map(
    ({ at, code, enrollmentId, scheduleId, session }) =>
      `{"at":"${at}","code":"${code}","enrollmentId":"${enrollmentId}","scheduleId":"${scheduleId}","session":${session}}`,
  );
  const payload = `{"device":"${id}","records":[${body.join(',')}]}`;
  const head = encode(JSON.stringify(header));
  const signature = createSign('sha256')
    .update(`${head}.${encode(payload)}`)
    .sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${head}..${signature.toString('base64url')}`;
};

interface SyncCall {
  as?: ReturnType<typeof recorderOf>;
  deviceTime?: string;
  signature?: string;
}

const sync = async (
  device: Device,
  records: readonly OfflineRecord[],
  { as = recorderOf(), ...more }: SyncCall = {},
) => {
  const input = { deviceId: device.id, signature: sign(device, records), records, ...more };
  return (await ask<SyncAnswer>(as, SYNC, { input })).data.done;
};

const outcomesOf = ({ report, refusal }: Awaited<ReturnType<typeof sync>>) =>
  report ? report.items.map(({ outcome, problem }) => problem?.code ?? outcome) : [refusal?.code];

/** A class that begins in an hour, and a learner of it with the record that a device of the right time makes then. */
const newRecord = async (changes: { course?: number; sessions?: number } = {}) => {
  const schedule = await addClass({ mode: 'OFFLINE', startsInHours: 1, ...changes });
  const [learner] = (await enroll({ schedule, course: changes.course ?? 11 })) as [Learner];
  const at = new Date(clock.now().getTime() + HOUR_MS).toISOString();
  const record = { at, code: await codeOf(learner), enrollmentId: learner.id, scheduleId: schedule, session: 1 };
  return { learner, record };
};

const shifted = (time: string, ms: number) => new Date(Date.parse(time) + ms).toISOString();
const deviceTime = (aheadMs = 0) => new Date(clock.now().getTime() + aheadMs).toISOString();

test('records made without a network count days later, once, however often they are sent', async () => {
  const device = await newDevice();
  const { learner, record } = await newRecord({ sessions: 2 });
  clock.advance(5 * DAY_MS);
  const first = await sync(device, [record], { deviceTime: deviceTime() });
  expect(first.report).toEqual({
    recorded: 1,
    clockOffsetSeconds: null,
    items: [{ index: 0, outcome: 'RECORDED', problem: null }],
  });
  expect(await statusOf(learner)).toBe('ATTENDING');
  expect(outcomesOf(await sync(device, [record]))).toEqual(['DUPLICATE']);
  const another = await newDevice();
  expect(outcomesOf(await sync(another, [record, record]))).toEqual(['DUPLICATE', 'DUPLICATE']);
  const { rows } = await pool.query('select device_id, at from attendance where enrollment_id = $1', [learner.id]);
  expect(rows).toEqual([{ device_id: device.id, at: new Date(record.at) }]);
});

test('twenty devices that send the same record at once record it once', async () => {
  const devices = await Promise.all(Array.from({ length: 20 }, () => newDevice()));
  const { record } = await newRecord();
  clock.advance(DAY_MS);
  const outcomes = (await Promise.all(devices.map((device) => sync(device, [record])))).flatMap(outcomesOf);
  const tally = Map.groupBy(outcomes, (outcome) => outcome);
  expect([tally.get('RECORDED')?.length, tally.get('DUPLICATE')?.length]).toEqual([1, 19]);
});

test('a device’s signature alone proves nothing: each record takes the code of its person', async () => {
  const device = await newDevice();
  const { learner, record } = await newRecord();
  const other = await newRecord();
  clock.advance(DAY_MS);
  for (const code of ['', '00000000', other.record.code]) {
    expect(outcomesOf(await sync(device, [{ ...record, code }]))).toEqual(['SESSION_CODE_WRONG']);
  }
  expect(await statusOf(learner)).toBe('REDEEMED');
});

test.each([
  [3 * HOUR_MS, 'RECORDED', -10_800],
  [-11 * HOUR_MS, 'RECORDED', 39_600],
  [-13 * HOUR_MS, 'CLOCK_WRONG', 46_800],
  [400 * DAY_MS, 'CLOCK_WRONG', -34_560_000],
])('a clock that is ahead by %i ms is named, and its record is %s', async (aheadMs, outcome, offset) => {
  const device = await newDevice();
  const { learner, record } = await newRecord();
  clock.advance(DAY_MS);
  const wrong = { ...record, at: shifted(record.at, aheadMs) };
  const done = await sync(device, [wrong], { deviceTime: deviceTime(aheadMs) });
  expect(outcomesOf(done)).toEqual([outcome]);
  expect(Math.abs((done.report?.clockOffsetSeconds ?? 0) - offset)).toBeLessThan(5);
  const { rows } = await pool.query<{ at: Date }>('select at from attendance where enrollment_id = $1', [learner.id]);
  for (const { at } of rows) expect(Math.abs(at.getTime() - Date.parse(record.at))).toBeLessThan(5_000);
  expect(rows).toHaveLength(outcome === 'RECORDED' ? 1 : 0);
});

test('a clock that is minutes wrong is right', async () => {
  const device = await newDevice();
  const { record } = await newRecord();
  clock.advance(DAY_MS);
  const done = await sync(device, [{ ...record, at: shifted(record.at, 300_000) }], {
    deviceTime: deviceTime(300_000),
  });
  expect([outcomesOf(done), done.report?.clockOffsetSeconds]).toEqual([['RECORDED'], null]);
});

test.each([
  ['ATTENDANCE_TOO_EARLY', -90 * 60_000],
  ['ATTENDANCE_TOO_LATE', 90 * 60_000],
  ['CLOCK_AHEAD', 3 * DAY_MS],
])('where nothing is known of the clock, a record of another time is %s', async (code, ms) => {
  const device = await newDevice();
  clock.advance(HOUR_MS);
  const { record } = await newRecord();
  clock.advance(DAY_MS);
  expect(outcomesOf(await sync(device, [{ ...record, at: shifted(record.at, ms) }]))).toEqual([code]);
});

test('what comes more than two weeks after its session is too late', async () => {
  const device = await newDevice();
  const { record } = await newRecord();
  clock.advance(14 * DAY_MS + 2 * HOUR_MS);
  expect(outcomesOf(await sync(device, [record]))).toEqual(['SYNC_TOO_LATE']);
});

test.each([
  ['by another key', ({ id }: Device, records: OfflineRecord[]) => sign({ ...keyPair(), id }, records)],
  [
    'over other records',
    (device: Device, [one]: OfflineRecord[]) => sign(device, [{ ...(one as OfflineRecord), session: 2 }]),
  ],
  ['for another device', (device: Device, records: OfflineRecord[]) => sign({ ...device, id: uuidv7() }, records)],
  ['of another algorithm', (device: Device, records: OfflineRecord[]) => sign(device, records, { alg: 'none' })],
  ['with its payload', (device: Device, records: OfflineRecord[]) => sign(device, records).replace('..', '.e30.')],
  ['that is none', () => 'signature'],
])('a signature %s records nothing', async (_what, forge) => {
  const device = await newDevice();
  const { learner, record } = await newRecord();
  expect(outcomesOf(await sync(device, [record], { signature: forge(device, [record]) }))).toEqual(['SIGNATURE_WRONG']);
  expect(await statusOf(learner)).toBe('REDEEMED');
});

test('a device records for its own institution alone', async () => {
  const own = await newDevice();
  const foreign = await newDevice(organizations.dua);
  const { record } = await newRecord();
  const elsewhere = await newRecord({ course: 12 });
  clock.advance(HOUR_MS);
  expect(outcomesOf(await sync(own, [elsewhere.record]))).toEqual(['ENROLLMENT_UNKNOWN']);
  expect(outcomesOf(await sync(foreign, [record]))).toEqual(['DEVICE_UNKNOWN']);
  expect(outcomesOf(await sync(own, [record], { as: recorderOf(organizations.dua) }))).toEqual(['DEVICE_UNKNOWN']);
  expect(outcomesOf(await sync({ ...own, id: 'tablet' }, [record]))).toEqual(['DEVICE_UNKNOWN']);
  expect(outcomesOf(await sync(own, [record], { as: callerOf('x', 'self') as never }))).toEqual(['FORBIDDEN']);
  expect(outcomesOf(await sync(own, [{ ...record, scheduleId: uuidv7() }]))).toEqual(['SCHEDULE_DIFFERENT']);
  expect(outcomesOf(await sync(own, [record]))).toEqual(['RECORDED']);
});

test('a revoked device counts until it was lost, and its revocation only moves back', async () => {
  const device = await newDevice();
  const before = await newRecord();
  const after = await newRecord();
  const lostAt = shifted(before.record.at, 60_000);
  clock.advance(2 * HOUR_MS);
  const revoke = async (from: string | null, as = recorderOf()) =>
    (await ask<DeviceAnswer>(as, REVOKE, { id: device.id, from })).data.done;
  expect((await revoke(null, recorderOf(organizations.dua))).refusal?.code).toBe('DEVICE_UNKNOWN');
  expect((await revoke(shifted(lostAt, DAY_MS))).refusal?.code).toBe('REVOCATION_IN_FUTURE');
  expect((await revoke(lostAt)).device?.revokedFrom).toBe(lostAt);
  expect((await revoke(null)).device?.revokedFrom).toBe(lostAt);
  expect(outcomesOf(await sync(device, [before.record, { ...after.record, at: lostAt }]))).toEqual([
    'RECORDED',
    'DEVICE_NOT_VALID',
  ]);
});

test('a key that had ended when the record was made is not valid', async () => {
  const { jwk, privateKey } = keyPair();
  const validUntil = new Date(clock.now().getTime() + HOUR_MS / 2).toISOString();
  const { device } = await register({ name: 'Tablet', jwk: JSON.stringify(jwk), validUntil });
  const { record } = await newRecord();
  clock.advance(2 * HOUR_MS);
  expect(outcomesOf(await sync({ id: device?.id ?? '', privateKey }, [record]))).toEqual(['DEVICE_NOT_VALID']);
});

const text = () => JSON.stringify(keyPair().jwk);
test.each([
  ['FORBIDDEN', () => register({ name: 'T', jwk: text() }, { as: callerOf('x', 'enrollment:read') as never })],
  ['INSTITUTION_UNKNOWN', () => register({ name: 'T', jwk: text() }, { as: recorderOf(organizations.pijar) })],
  ['NAME_MALFORMED', () => register({ name: ' ', jwk: text() })],
  ['NAME_MALFORMED', () => register({ name: 'x'.repeat(101), jwk: text() })],
  ['KEY_MALFORMED', () => register({ name: 'T', jwk: 'no key' })],
  ['KEY_MALFORMED', () => register({ name: 'T', jwk: '{"kty":"RSA"}' })],
  ['KEY_MALFORMED', () => register({ name: 'T', jwk: text().replace(/"x":"[^"]+"/, `"x":"${'A'.repeat(43)}"`) })],
  ['PRIVATE_KEY_SENT', () => register({ name: 'T', jwk: text().replace('{', '{"d":"secret",') })],
  ['VALIDITY_OUT_OF_RANGE', () => register({ name: 'T', jwk: text(), validUntil: deviceTime(-1) })],
  ['VALIDITY_OUT_OF_RANGE', () => register({ name: 'T', jwk: text(), validUntil: deviceTime(731 * DAY_MS) })],
  ['IDEMPOTENCY_KEY_MALFORMED', () => register({ name: 'T', jwk: text() }, { key: 'short' })],
])('a device that cannot be registered is refused as %s, and what was sent is not repeated', async (code, attempt) => {
  const { refusal } = await attempt();
  expect(refusal?.code).toBe(code);
  expect(JSON.stringify(refusal)).not.toContain('secret');
});

test('a key belongs to one device for ever, and a repeated call answers as the first one', async () => {
  const input = { name: 'Tablet', jwk: text() };
  const key = crypto.randomUUID();
  const one = await register(input, { key });
  const two = await register(input, { key });
  expect(two).toEqual(one);
  expect((await register(input)).refusal?.code).toBe('KEY_ALREADY_USED');
});

test('problems are told in the language of the caller, at their place in the call', () => {
  const results = [{ index: 3, outcome: 'REFUSED' as const, problem: refusals.codeWrong() }];
  const { items } = reportIn({ results, clockOffsetSeconds: null }, 'id', ['input', 'records']);
  expect(items[0]?.problem).toEqual({
    code: 'SESSION_CODE_WRONG',
    message: 'Ini bukan kode peserta tersebut untuk sesi ini.',
    path: ['input', 'records', '3', 'code'],
  });
});

test('all of this left every invariant true', async () => {
  expect(await brokenInvariants(pool, [enrollment, attendance])).toEqual([]);
});
