import { expect, test } from 'vitest';
import { fundingsOf } from '../../../../tests/testkit/funding.ts';
import { joinedWave } from '../../../../tests/testkit/joined-wave.ts';
import { openPmo } from '../../../../tests/testkit/pmo.ts';
import { callerOf } from '../../../../tests/testkit/subgraph.ts';
import { until } from '../../../../tests/testkit/until.ts';
import { witnessKey } from '../../../../tests/testkit/witness-key.ts';
import { invariants } from '../draw.invariants.ts';
import { cosignedAt, readWitnessKey } from './cosignature.ts';

const pmo = await openPmo();
const { answerAll } = fundingsOf(pmo);
const { ask, askAnonymously, clock, database, runner } = pmo;
const maker = callerOf('officer-1', 'wave:manage');
const checker = callerOf('officer-2', 'wave:manage');
const witnesses = ['university', 'press-council', 'bar'].map(witnessKey);
const [university, council] = witnesses as [ReturnType<typeof witnessKey>, ReturnType<typeof witnessKey>];
const keys = JSON.stringify(witnesses.map(({ key }) => key));

type Answer = { done: { refusal: { code: string } | null } };
const codeOf = async (field: string, args: string, caller = maker) => {
  const { data, errors } = await ask<Answer>(caller, `mutation { done: ${field}(${args}) { refusal { code } } }`);
  expect(errors).toEqual([]);
  return data.done.refusal?.code ?? null;
};

interface WaveView {
  status: string;
  draw: { attempt: number; checkpoint: string; seed: string | null; signingClosesAt: string };
  drawWitnesses: { threshold: number; members: { signedAt: string | null }[] };
  voidDraws: { attempt: number; reason: string; voidedBy: string; checkpoint: string }[];
}
const SHOWN = `status draw { attempt checkpoint seed signingClosesAt } drawWitnesses { threshold members { signedAt } }
  voidDraws { attempt reason voidedBy checkpoint }`;
const shown = async (wave: number) =>
  (await askAnonymously<{ wave: WaveView }>(`{ wave(number: ${wave}) { ${SHOWN} } }`)).data.wave;

/** A screened wave with witnesses, frozen by the first officer. */
const frozen = async (number: number) => {
  const url = database.orm.config.get('clientUrl') as string;
  await joinedWave(url, number, { applicants: 40, quota: 5 });
  await database.pool.query(`update wave set status = 'PLANNED' where number = $1`, [number]);
  expect(await codeOf('setDrawWitnesses', `number: ${number}, threshold: 2, witnesses: ${keys}`)).toBeNull();
  await database.pool.query(`update wave set status = 'CLOSED' where number = $1`, [number]);
  await codeOf('screenWave', `number: ${number}`);
  await until(
    () => shown(number),
    ({ status }) => status === 'SCREENED',
    10_000,
  );
  await answerAll();
  expect(await codeOf('drawWave', `number: ${number}`)).toBeNull();
  return until(
    () => shown(number),
    ({ draw }) => draw !== null,
    10_000,
  );
};

const cosign = (number: number, line: string, attempt = 1) =>
  codeOf(
    'cosignDraw',
    `number: ${number}, attempt: ${attempt}, cosignature: ${JSON.stringify(line)}`,
    callerOf('anyone', ''),
  );
const pass = async (moment: string, seconds: number) => {
  const awayMs = Date.parse(moment) + seconds * 1_000 - clock.now().getTime();
  if (awayMs > 0) clock.advance(awayMs);
};

test('a key and a cosignature are read as C2SP writes them, and nothing else is', () => {
  const key = readWitnessKey(university.key);
  const line = university.cosign('text\n', 1_700_000_000_000);
  expect(key && cosignedAt(key, 'text\n', line)).toEqual(new Date(1_700_000_000_000));
  expect(key && cosignedAt(key, 'text', line)).toBeNull();
  expect(key && cosignedAt(key, 'text\n', council.cosign('text\n'))).toBeNull();
  const [name = '', id = '', bytes = ''] = university.key.split('+');
  for (const wrong of ['', name, `${name}+00000000+${bytes}`, `other+${id}+${bytes}`])
    expect(readWitnessKey(wrong)).toBeNull();
});

test('witnesses are named before the wave opens, by a majority that can be', async () => {
  await database.pool.query(
    `insert into wave (number, status, policy_version, quota) values (6001, 'PLANNED', '2023', 1)`,
  );
  const set = (more: string, caller = maker) => codeOf('setDrawWitnesses', `number: 6001, ${more}`, caller);
  expect(await set(`threshold: 1, witnesses: ${keys}`)).toBe('WITNESS_THRESHOLD_INVALID');
  expect(await set(`threshold: 4, witnesses: ${keys}`)).toBe('WITNESS_THRESHOLD_INVALID');
  expect(await set(`threshold: 1, witnesses: ["somebody"]`)).toBe('WITNESS_KEY_MALFORMED');
  expect(await set(`threshold: 2, witnesses: ${keys}`, callerOf('somebody', 'self'))).toBe('FORBIDDEN');
  expect(await set(`threshold: 2, witnesses: ${keys}`)).toBeNull();
  expect((await shown(6_001)).drawWitnesses.threshold).toBe(2);
  await database.pool.query(`update wave set status = 'OPEN' where number = 6001`);
  expect(await set(`threshold: 3, witnesses: ${keys}`)).toBe('WITNESSES_FIXED');
});

test('two cosignatures of three, after a second officer approved, make the draw final, and it takes place by itself', async () => {
  const { draw } = await frozen(6_002);
  const line = university.cosign(draw.checkpoint, clock.now().getTime());
  expect(draw.checkpoint).toContain(
    `threshold 2\n${witnesses
      .map(({ key }) => `witness ${key}\n`)
      .sort()
      .join('')}`,
  );
  expect(await cosign(6_002, line)).toBe('DRAW_NOT_APPROVED');
  expect(await codeOf('approveDraw', 'number: 6002')).toBe('SAME_PERSON');
  expect(await codeOf('approveDraw', 'number: 6002', callerOf('somebody', 'self'))).toBe('FORBIDDEN');
  expect(await codeOf('approveDraw', 'number: 6002', checker)).toBeNull();
  expect(await cosign(6_002, line)).toBeNull();
  expect(await cosign(6_002, line)).toBeNull();
  expect(await cosign(6_002, university.cosign(`${draw.checkpoint}x`))).toBe('COSIGNATURE_INVALID');
  expect(await cosign(6_002, witnessKey('stranger').cosign(draw.checkpoint))).toBe('COSIGNATURE_INVALID');
  const late = Date.parse(draw.signingClosesAt) + 1_000;
  expect(await cosign(6_002, council.cosign(draw.checkpoint, late))).toBe('COSIGNATURE_LATE');
  expect(await cosign(6_002, council.cosign(draw.checkpoint, clock.now().getTime()), 2)).toBe('DRAW_NOT_FROZEN');
  // The round comes, and one cosignature is too few.
  await pass(draw.signingClosesAt, 60);
  await runner.attend(6_002);
  expect((await shown(6_002)).status).toBe('SCREENED');
  // One that was made in time counts whenever it comes.
  expect(await cosign(6_002, council.cosign(draw.checkpoint, Date.parse(draw.signingClosesAt) - 1_000))).toBeNull();
  expect(await codeOf('voidDraw', 'number: 6002, reason: "I do not like it"', checker)).toBe('DRAW_FINAL');
  await runner.attend(6_002);
  const drawn = await until(
    () => shown(6_002),
    ({ status }) => status === 'DRAWN',
    10_000,
  );
  expect([drawn.draw.seed, drawn.voidDraws]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), []]);
});

test('with too few cosignatures the attempt is void in public, and the next one is drawn', async () => {
  const { draw } = await frozen(6_003);
  await codeOf('approveDraw', 'number: 6003', checker);
  await cosign(6_003, university.cosign(draw.checkpoint, clock.now().getTime()));
  const reason = 'number: 6003, reason: "The bar found an entry missing."';
  expect(await codeOf('voidDraw', reason, checker)).toBe('SIGNING_OPEN');
  await pass(draw.signingClosesAt, 60);
  expect(await codeOf('voidDraw', reason)).toBe('SAME_PERSON');
  expect(await codeOf('voidDraw', reason, callerOf('somebody', 'self'))).toBe('FORBIDDEN');
  expect(await codeOf('voidDraw', reason, checker)).toBeNull();
  expect(await codeOf('voidDraw', reason, checker)).toBe('DRAW_NOT_FROZEN');
  const { voidDraws } = await shown(6_003);
  const { checkpoint } = draw;
  expect(voidDraws).toEqual([
    { attempt: 1, reason: 'The bar found an entry missing.', voidedBy: 'officer-2', checkpoint },
  ]);
  expect(await codeOf('drawWave', 'number: 6003')).toBeNull();
  const again = await until(
    () => shown(6_003),
    (wave) => wave.draw.attempt === 2,
    10_000,
  );
  expect(again.draw.checkpoint).toMatch(/^prakerja-graph\/draw\/6003\/2\n/);
  await codeOf('approveDraw', 'number: 6003', checker);
  for (const { cosign: sign } of [university, council])
    await cosign(6_003, sign(again.draw.checkpoint, clock.now().getTime()), 2);
  await pass(again.draw.signingClosesAt, 60);
  await runner.attend(6_003);
  expect(
    (
      await until(
        () => shown(6_003),
        ({ status }) => status === 'DRAWN',
        10_000,
      )
    ).draw.attempt,
  ).toBe(2);
});

test('the invariants of witnessed draws hold, and each fires when it is broken by hand', async () => {
  const found = async () => {
    const counts: number[] = [];
    for (const { sql } of witnessed) counts.push((await client.query(sql)).rowCount ?? 0);
    return counts;
  };
  const witnessed = invariants.filter(({ name }) => /witnesses/.test(name));
  const client = await database.pool.connect();
  const broken = async (statement: string) => {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(statement);
    const counts = await found();
    await client.query('rollback');
    return counts;
  };
  expect(await found()).toEqual([0, 0]);
  expect(await broken(`delete from draw_cosignature where wave_number = 6002 and key like 'university%'`)).toEqual([
    1, 0,
  ]);
  expect(
    await broken(`update draw_cosignature set signed_at = signed_at + interval '1 day' where wave_number = 6002`),
  ).toEqual([1, 0]);
  expect(await broken(`insert into draw_void values (6002, 1, 'because', 'officer-2', now())`)).toEqual([1, 0]);
  expect(await broken(`update draw set checkpoint = checkpoint || 'x' where wave_number = 6002`)).toEqual([0, 1]);
  expect(await broken(`update draw_roster set threshold = 3 where wave_number = 6003`)).toEqual([1, 2]);
  client.release();
});
