import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest';
import { publishDraw } from '../../../../scripts/graph/publish-draw.ts';
import { verifyDraw } from '../../../../tests/testkit/draw-verifier.ts';
import { fundingsOf } from '../../../../tests/testkit/funding.ts';
import { joinedWave } from '../../../../tests/testkit/joined-wave.ts';
import { openPmo } from '../../../../tests/testkit/pmo.ts';
import { stampAuthority } from '../../../../tests/testkit/stamp-authority.ts';
import { callerOf } from '../../../../tests/testkit/subgraph.ts';
import { until } from '../../../../tests/testkit/until.ts';
import { witnessKey } from '../../../../tests/testkit/witness-key.ts';
import { parseEnv } from '../../../kit/env.ts';
import { drawEnv } from '../draws.ts';
import { stampEnv } from './stamp.env.ts';
import { stampInvariants } from './stamp.invariants.ts';
import { StampService } from './stamp.service.ts';

type Handler = (request: Buffer, response: ServerResponse, url: string) => void;

const made = new Date();
const known = stampAuthority('waktu', made);
const answered = (response: ServerResponse, answer: Buffer) =>
  void response.setHeader('content-type', 'application/timestamp-reply').end(answer);
const honestly: Handler = (request, response) => answered(response, known.reply(request, { stampedAt: new Date() }));

/** How the authority answers now, and how often it was asked. */
let handler: Handler = honestly;
let asked = 0;
const bodyOf = async (request: IncomingMessage) => Buffer.concat(await request.toArray());
const server = createServer(async (request, response) => {
  asked += 1;
  handler(await bodyOf(request), response, request.url ?? '/');
});
await once(server.listen(0, '127.0.0.1'), 'listening');
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const configured = JSON.stringify([{ name: 'waktu', url, certificate: known.pem }]);

afterEach(() => {
  handler = honestly;
});

const warnings: { err: Error }[] = [];
const pmo = await openPmo({
  env: { TIME_STAMP_AUTHORITIES: configured, DRAW_NOTICE: '1200' },
  log: { warn: (facts: { err: Error }) => void warnings.push(facts) } as never,
});
const { answerAll } = fundingsOf(pmo);
const { ask, askAnonymously, clock, database, runner, services } = pmo;
const stamps = services.drawStamps;
const maker = callerOf('officer-1', 'wave:manage');
const checker = callerOf('officer-2', 'wave:manage');
const witnesses = ['university', 'press-council', 'bar'].map(witnessKey);

type Answer = { done: { refusal: { code: string } | null } };
const act = async (field: string, args: string, caller = maker) => {
  const { data, errors } = await ask<Answer>(caller, `mutation { done: ${field}(${args}) { refusal { code } } }`);
  expect([errors, data.done.refusal]).toEqual([[], null]);
};

interface WaveView {
  status: string;
  draw: {
    attempt: number;
    checkpoint: string;
    signingClosesAt: string;
    timeStamps: { authority: string; stampedAt: string; accuracyMs: number; token: string }[];
  } | null;
}
const SHOWN = `status draw { attempt checkpoint signingClosesAt timeStamps { authority stampedAt accuracyMs token } }`;
const shown = async (wave: number) =>
  (await askAnonymously<{ wave: WaveView }>(`{ wave(number: ${wave}) { ${SHOWN} } }`)).data.wave;
const stampsOf = async (wave: number) => (await shown(wave)).draw?.timeStamps ?? [];

const redrawn = async (number: number, attempt: number) => {
  await act('drawWave', `number: ${number}`);
  const { draw } = await until(
    () => shown(number),
    (wave) => wave.draw?.attempt === attempt,
    30_000,
  );
  if (!draw) throw new Error('the wave was not frozen');
  return draw;
};

/** A frozen wave that three witnesses are to sign, two of them at least. */
const frozen = async (number: number) => {
  const keys = JSON.stringify(witnesses.map(({ key }) => key));
  await joinedWave(database.orm.config.get('clientUrl') as string, number, { applicants: 40, quota: 5 });
  await database.pool.query(`update wave set status = 'PLANNED' where number = $1`, [number]);
  await act('setDrawWitnesses', `number: ${number}, threshold: 2, witnesses: ${keys}`);
  await database.pool.query(`update wave set status = 'CLOSED' where number = $1`, [number]);
  await act('screenWave', `number: ${number}`);
  await until(
    () => shown(number),
    ({ status }) => status === 'SCREENED',
    30_000,
  );
  await answerAll();
  return redrawn(number, 1);
};
const approve = (number: number) => act('approveDraw', `number: ${number}`, checker);
const pass = (moment: string, seconds: number) => {
  const awayMs = Date.parse(moment) + seconds * 1_000 - clock.now().getTime();
  if (awayMs > 0) clock.advance(awayMs);
};

test('a checkpoint is stamped from its approval on, and everybody sees it', async () => {
  const draw = await frozen(6_101);
  await stamps.tick();
  expect([asked, await stampsOf(6_101)]).toEqual([0, []]);
  await approve(6_101);
  await stamps.tick();
  await stamps.tick();
  expect(asked).toBe(1);
  const [stamp, ...others] = await stampsOf(6_101);
  expect(others).toEqual([]);
  expect(stamp).toMatchObject({ authority: 'waktu', accuracyMs: 1_000 });
  expect(Date.parse(stamp?.stampedAt ?? '')).toBeLessThan(Date.parse(draw.signingClosesAt));
  expect(Buffer.from(stamp?.token ?? '', 'base64').length).toBeGreaterThan(500);
  const { rows } = await database.pool.query<{ entry: string }>(
    'select entry_id as entry from registration where wave_number = 6101 and status = $1 limit 1',
    ['ELIGIBLE'],
  );
  const proof = `{ drawProof(wave: 6101, entry: "${rows[0]?.entry}") { draw { timeStamps { authority } } } }`;
  const { data } = await askAnonymously<{ drawProof: { draw: object } }>(proof);
  expect(data.drawProof.draw).toEqual({ timeStamps: [{ authority: 'waktu' }] });
});

const half = Buffer.alloc(40_000, 7);
const faults: [string, Handler, RegExp][] = [
  ['is down', (_request, response) => void response.destroy(), /fetch failed/],
  ['answers 500', (_request, response) => void response.writeHead(500).end(), /answered 500/],
  [
    'answers a page',
    (_request, response) => void response.end('<html>Maaf</html>'),
    /something else than a time stamp/,
  ],
  ['answers garbage', (_request, response) => answered(response, Buffer.from('garbage')), /malformed/],
  [
    'sends too much',
    (_request, response) => {
      response.setHeader('content-type', 'application/timestamp-reply').write(half);
      response.end(half);
    },
    /sent too much/,
  ],
  [
    'sends the caller elsewhere',
    (request, response, path) =>
      path === '/' ? void response.writeHead(307, { location: '/else' }).end() : honestly(request, response, path),
    /fetch failed/,
  ],
  [
    'changes the nonce',
    (request, response) => answered(response, known.reply(request, { nonce: 9n })),
    /another request/,
  ],
  [
    'stamps another checkpoint',
    (request, response) => answered(response, known.reply(request, { sha256: Buffer.alloc(32) })),
    /over another checkpoint/,
  ],
  [
    'has a clock that is an hour fast',
    (request, response) => answered(response, known.reply(request, { stampedAt: new Date(Date.now() + 3_600_000) })),
    /after the close/,
  ],
];

test('an authority that fails is asked again, later each time, and what it sends is not kept', async () => {
  await frozen(6_102);
  await approve(6_102);
  for (const [at, [name, fault, sentence]] of faults.entries()) {
    handler = fault;
    warnings.splice(0);
    await stamps.tick();
    expect([name, warnings.map(({ err }) => err.message)]).toEqual([name, [expect.stringMatching(sentence)]]);
    expect(await stampsOf(6_102)).toEqual([]);
    const before = asked;
    await stamps.tick();
    expect(asked).toBe(before);
    clock.advance(Math.min(2 ** at, 60) * 1_000);
  }
  handler = honestly;
  await stamps.tick();
  expect(await stampsOf(6_102)).toHaveLength(1);
});

test('an authority that never answers is given up, and holds nothing up', async () => {
  await frozen(6_103);
  await approve(6_103);
  handler = () => undefined;
  const { TIME_STAMP_AUTHORITIES: authorities } = parseEnv(drawEnv.extend(stampEnv), {
    TIME_STAMP_AUTHORITIES: configured,
  });
  const errors: Error[] = [];
  const log = {
    info: () => undefined,
    error: () => undefined,
    warn: ({ err }: { err: Error }) => void errors.push(err),
  };
  const hasty = new StampService({ database, authorities, log: log as never, now: clock.now, timeoutMs: 200 });
  await hasty.tick();
  expect(errors.map(({ name }) => name)).toEqual(['TimeoutError']);
});

test('a draw without a time stamp takes place, and after the close nobody is asked any more', async () => {
  handler = faults[0]?.[1] as Handler;
  const draw = await frozen(6_104);
  await approve(6_104);
  await stamps.tick();
  for (const { cosign } of witnesses) {
    const line = JSON.stringify(cosign(draw.checkpoint, clock.now().getTime()));
    await act('cosignDraw', `number: 6104, attempt: 1, cosignature: ${line}`, callerOf('anyone', ''));
  }
  pass(draw.signingClosesAt, 1);
  handler = honestly;
  const before = asked;
  await stamps.tick();
  expect(asked).toBe(before);
  pass(draw.signingClosesAt, 700);
  await runner.attend(6_104);
  const drawn = await until(
    () => shown(6_104),
    ({ status }) => status === 'DRAWN',
    30_000,
  );
  expect(drawn.draw?.timeStamps).toEqual([]);
});

test('the next attempt takes a time stamp of its own: that of the attempt before is refused', async () => {
  const before = clock.now().getTime();
  const draw = await frozen(6_105);
  await approve(6_105);
  // The clock of the programme office has been moved; that of the authority goes with it from here on.
  const nowOf = () => new Date(Date.now() + (before - made.getTime()));
  handler = (request, response) => answered(response, known.reply(request, { stampedAt: nowOf() }));
  await stamps.tick();
  const [first] = await stampsOf(6_105);
  pass(draw.signingClosesAt, 60);
  await act('voidDraw', 'number: 6105, reason: "Too few signed."', checker);
  const again = await redrawn(6_105, 2);
  expect(again.timeStamps).toEqual([]);
  await approve(6_105);
  const old = Buffer.from(first?.token ?? '', 'base64');
  const granted = Buffer.from('3003020100', 'hex');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(granted.length + old.length);
  const replayed = Buffer.concat([Buffer.of(0x30, 0x82), length, granted, old]);
  handler = (_request, response) => answered(response, replayed);
  warnings.splice(0);
  await stamps.tick();
  expect(warnings.map(({ err }) => err.message)).toEqual(['the time stamp is over another checkpoint']);
  expect(await stampsOf(6_105)).toEqual([]);
});

test('whoever has the certificate of the authority sees in the published list what its clock shows', async () => {
  const { draw } = await shown(6_101);
  const closesMs = Date.parse(draw?.signingClosesAt ?? '');
  for (const { cosign } of witnesses) {
    const line = JSON.stringify(cosign(draw?.checkpoint ?? '', closesMs - 1_000));
    await act('cosignDraw', `number: 6101, attempt: 1, cosignature: ${line}`, callerOf('anyone', ''));
  }
  pass(draw?.signingClosesAt ?? '', 700);
  await runner.attend(6_101);
  await until(
    () => shown(6_101),
    ({ status }) => status === 'DRAWN',
    30_000,
  );
  const [list, keys, pem] = ['draw.txt', 'witnesses.txt', 'authorities.pem'].map((name) =>
    join(pmo.directory, name),
  ) as [string, string, string];
  await publishDraw(database.orm.config.get('clientUrl') as string, 6_101, list);
  writeFileSync(keys, witnesses.map(({ key }) => `${key}\n`).join(''));
  writeFileSync(pem, known.pem);
  const { code, said } = await verifyDraw(list, '--witnesses', keys, '--authorities', pem);
  const [stamp] = draw?.timeStamps ?? [];
  expect([code, said]).toEqual([
    0,
    expect.stringContaining(
      `shown: the clock of waktu had seen this checkpoint at ${stamp?.stampedAt.replace('Z', '')}`,
    ),
  ]);
});

test('what is stored stays as it came, and the invariant finds what does not belong to its draw', async () => {
  const changed = database.pool.query(`update draw_time_stamp set token = 'x' where wave_number = 6101`);
  await expect(changed).rejects.toThrow();
  const client = await database.pool.connect();
  onTestFinished(() => client.release());
  const found = async (statement: string) => {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(statement);
    const { rowCount } = await client.query(stampInvariants[0]?.sql ?? '');
    await client.query('rollback');
    return rowCount;
  };
  expect(await found('select')).toBe(0);
  expect(
    await found(`update draw_time_stamp set stamped_at = stamped_at + interval '1 day' where wave_number = 6101`),
  ).toBe(1);
  expect(
    await found(`update draw_time_stamp as stamp set token = (select token from draw_time_stamp where wave_number = 6102)
      where wave_number = 6101`),
  ).toBe(1);
});

test('none is asked unless it is named; a wrong setting is named', () => {
  const read = (value: string | undefined) => parseEnv(drawEnv.extend(stampEnv), { TIME_STAMP_AUTHORITIES: value });
  expect(read(undefined).TIME_STAMP_AUTHORITIES).toEqual([]);
  const [authority] = JSON.parse(configured) as object[];
  for (const wrong of [{ certificate: 'none' }, { url: 'ftp://clock.example' }, { name: 'a name' }, { key: 1 }])
    expect(() => read(JSON.stringify([{ ...authority, ...wrong }]))).toThrow('TIME_STAMP_AUTHORITIES');
  expect(() => read(JSON.stringify([authority, authority]))).toThrow('a name of its own');
});
