import { execFile } from 'node:child_process';
import { join as pathOf } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { publishDraw } from '../../../scripts/graph/publish-draw.ts';
import { fundingsOf } from '../../../tests/testkit/funding.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { until } from '../../../tests/testkit/until.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { invariants as draws } from '../draw/draw.invariants.ts';
import { invariants as waves } from '../wave/wave.invariants.ts';
import { invariants } from './tranche.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { pool } = pmo.database;
const { verified, join } = registering(pmo);
const { answerAll: fund } = fundingsOf(pmo);
const officer = callerOf('officer-1', 'wave:manage wave:announce');
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(pmo.clock.now().getTime() + days * DAY_MS).toISOString();
const dayIn = (days: number) => jakartaDayAfter(pmo.clock.now(), days);

interface Wave {
  status: string;
  quota: number;
  tranches: { number: number; startsOn: string; places: number }[];
}
type Answer = { wave: Wave | null } & RefusalAnswer;
const WANTED = '{ wave { status quota tranches { number startsOn places } } refusal { code path } }';
const act = async (call: string, caller = officer): Promise<Answer> => {
  const { data, errors } = await pmo.ask<{ done: Answer }>(caller, `mutation { done: ${call} ${WANTED} }`);
  expect(errors).toEqual([]);
  return data.done;
};
const listed = (tranches: readonly (readonly [day: string, places: number])[]) =>
  `tranches: [${tranches.map(([day, places]) => `{ startsOn: "${day}", places: ${places} }`).join(', ')}]`;
const plan = (number: number, tranches: readonly (readonly [string, number])[], quota = 6) =>
  act(`createWave(idempotencyKey: "${crypto.randomUUID()}", input: { number: ${number}, quota: ${quota},
    opensAt: "${inDays(1)}", closesAt: "${inDays(3)}", ${listed(tranches)} })`);

const expectInvariants = async () => {
  for (const { name, sql } of [...invariants, ...draws, ...waves])
    expect({ name, broken: (await pool.query(sql)).rows }).toEqual({ name, broken: [] });
};

test('a wave is planned with tranches, which a change of the plan replaces or clears', async () => {
  const planned = await plan(6_001, [
    [dayIn(10), 4],
    [dayIn(40), 2],
  ]);
  expect(planned.wave?.tranches).toEqual([
    { number: 1, startsOn: dayIn(10), places: 4 },
    { number: 2, startsOn: dayIn(40), places: 2 },
  ]);
  const update = (input: string) => act(`updateWave(number: 6001, input: { ${input} })`);
  expect((await update('quota: 7')).refusal).toEqual({ code: 'WAVE_TRANCHES_INVALID', path: ['input', 'tranches'] });
  const changed = await update(
    `quota: 7, ${listed([
      [dayIn(20), 3],
      [dayIn(30), 3],
      [dayIn(50), 1],
    ])}`,
  );
  expect(changed.wave?.tranches.map(({ places }) => places)).toEqual([3, 3, 1]);
  await expectInvariants();
  expect((await update('tranches: []')).wave?.tranches).toEqual([]);
});

test.each([
  ['one alone', [[dayIn(10), 6]]],
  [
    'places that do not add up',
    [
      [dayIn(10), 4],
      [dayIn(40), 3],
    ],
  ],
  [
    'days that are not in order',
    [
      [dayIn(40), 4],
      [dayIn(10), 2],
    ],
  ],
  [
    'a day twice',
    [
      [dayIn(10), 4],
      [dayIn(10), 2],
    ],
  ],
  [
    'a tranche without places',
    [
      [dayIn(10), 6],
      [dayIn(40), 0],
    ],
  ],
  [
    'one that begins before the wave closes',
    [
      [dayIn(2), 4],
      [dayIn(40), 2],
    ],
  ],
  [
    'one that begins years later',
    [
      [dayIn(10), 4],
      [dayIn(800), 2],
    ],
  ],
  ['thirteen', Array.from({ length: 13 }, (_, at) => [dayIn(10 + at), 1])],
] as [string, [string, number][]][])('%s is refused', async (_what, tranches) => {
  const quota = tranches.length === 13 ? 13 : 6;
  expect((await plan(6_002, tranches, quota)).refusal?.code).toBe('WAVE_TRANCHES_INVALID');
  expect((await pool.query('select from wave where number = 6002')).rowCount).toBe(0);
});

const first = dayIn(10);

const second = dayIn(40);
const people: string[] = [];

test('the winners of each region fill the tranches in the order of their ranks, and each begins on the own day', async () => {
  await plan(6_003, [
    [first, 4],
    [second, 2],
  ]);
  await act('openWave(number: 6003)');
  for (let at = 1; at <= 12; at += 1) {
    const id = await verified({ ...personAt(at), region: at % 3 === 0 ? '32.75' : '32.73' });
    expect((await join(id, 6_003)).refusal).toBeNull();
    people.push(id);
  }
  await act('closeWave(number: 6003)');
  await act('screenWave(number: 6003)');
  await fund();
  await act('drawWave(number: 6003)');
  await until(
    async () => {
      await pmo.runner.tick();
      return (await pool.query('select status from wave where number = 6003')).rows[0].status;
    },
    (status) => status === 'DRAWN',
    20_000,
  );
  await act('announceWave(number: 6003)');
  const { rows } = await pool.query(
    `select tranche_no as tranche, region_code as region, count(*)::int as people, min(until)::text as until
      from award_claim join registration using (participant_id, wave_number)
      left join purchase_deadline using (participant_id) group by 1, 2 order by 1, 2`,
  );
  const until2 = jakartaDayAfter(new Date(`${second}T00:00:00+07:00`), 15);
  const until1 = jakartaDayAfter(new Date(`${first}T00:00:00+07:00`), 15);
  expect(rows).toEqual([
    { tranche: 1, region: '32.73', people: 3, until: until1 },
    { tranche: 1, region: '32.75', people: 1, until: until1 },
    { tranche: 2, region: '32.73', people: 1, until: until2 },
    { tranche: 2, region: '32.75', people: 1, until: until2 },
  ]);
  await expectInvariants();
});

interface DrawOf {
  wave: {
    draw: {
      checkpoint: string;
      regions: { quota: number; tranches: { number: number; quota: number; threshold: string }[] }[];
    };
  };
}

test('the checkpoint, the draw and each proof tell the tranche, and the person sees the own one', async () => {
  const { data } = await pmo.askAnonymously<DrawOf>(`{ wave(number: 6003) { draw { checkpoint
    regions { quota tranches { number quota threshold } } } } }`);
  const { checkpoint, regions } = data.wave.draw;
  expect(checkpoint).toContain(`\nquota 6 PROPORTIONAL\ntranche ${first} 4\ntranche ${second} 2\ncode `);
  expect(checkpoint).toContain('\nregion 32.73 8 4 3 1\nregion 32.75 4 2 1 1\n');
  expect(regions.map(({ tranches }) => tranches.map(({ quota }) => quota))).toEqual([
    [3, 1],
    [1, 1],
  ]);
  const told: (number | null)[] = [];
  for (const id of people) {
    const mine = `{ me { registrations(first: 1) { nodes { status entryId tranche { number startsOn } } } } }`;
    type OwnEntry = { status: string; entryId: string; tranche: { number: number; startsOn: string } | null };
    const own = await pmo.ask<{ me: { registrations: { nodes: OwnEntry[] } } }>(callerOf(id, 'self'), mine);
    const [node] = own.data.me.registrations.nodes;
    const proof = await pmo.askAnonymously<{
      drawProof: { isSelected: boolean; tranche: number | null; rank: string };
    }>(`{ drawProof(wave: 6003, entry: "${node?.entryId}") { isSelected tranche rank } }`);
    expect(node?.tranche?.number ?? null).toBe(proof.data.drawProof.tranche);
    expect(proof.data.drawProof.isSelected).toBe(node?.status === 'SELECTED');
    told.push(proof.data.drawProof.tranche);
  }
  expect(told.filter((tranche) => tranche === 1)).toHaveLength(4);
  expect(told.filter((tranche) => tranche === 2)).toHaveLength(2);
});

test('the tranche of a person is for that person and for officers', async () => {
  const read = `{ participant(id: "${people[0]}") { registrations(first: 1) { nodes { tranche { number } } } } }`;
  const seen = async (id: string, scope: string) => (await pmo.ask(callerOf(id, scope), read)).codes;
  expect(await seen(people[0] as string, 'self')).toEqual([]);
  expect(await seen('officer-1', 'participant:read')).toEqual([]);
  expect(await seen(people[1] as string, 'self')).toEqual(['FORBIDDEN']);
  expect(await seen('portal-1', 'enrollment:read')).toEqual(['FORBIDDEN']);
});

test('what is told of the awards names the day on which they begin, and the last one of a first purchase', async () => {
  const { rows } = await pool.query(
    `select data->>'startsOn' as "startsOn", data->>'purchaseDeadline' as "until",
        jsonb_array_length(data->'participants') as people
      from event_outbox where type = 'pmo.recipients.announced' order by 1`,
  );
  const deadline = (day: string) => jakartaDayAfter(new Date(`${day}T00:00:00+07:00`), 15);
  expect(rows).toEqual([
    { startsOn: first, until: deadline(first), people: 4 },
    { startsOn: second, until: deadline(second), people: 2 },
  ]);
});

test('the stand-alone verifier accepts the published list, and names what was moved between the tranches', async () => {
  const file = pathOf(pmo.directory, 'tranches.txt');
  await publishDraw(String(pmo.database.orm.config.get('clientUrl')), 6_003, file);
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/graph/verify-draw.mjs', file]);
  expect(stdout).toContain('wave 6003: 6 winners of 12 entries are right');
});

test('an award in no tranche, or one too many in one, breaks an invariant', async () => {
  const client = await pool.connect();
  const names = async () => {
    const broken: string[] = [];
    for (const { name, sql } of invariants) if ((await client.query(sql)).rowCount) broken.push(name);
    return broken;
  };
  const [ofPlan, ofAwards] = invariants.map(({ name }) => name);
  try {
    for (const [breakIt, name] of [
      ['update award_claim set tranche_no = null', ofAwards],
      ['update award_claim set tranche_no = 2', ofAwards],
      ['update wave_tranche set places = places + 1 where tranche_no = 1 and wave_number = 6003', ofPlan],
      ["update wave_tranche set starts_on = starts_on - interval '300 days' where tranche_no = 2", ofPlan],
    ]) {
      await client.query('begin');
      await client.query(breakIt as string);
      expect(await names()).toEqual([name]);
      await client.query('rollback');
    }
    expect(await names()).toEqual([]);
  } finally {
    client.release();
  }
});
