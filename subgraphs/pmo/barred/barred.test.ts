import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { moveRegistrationsTo } from '../../../tests/testkit/moves.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { until } from '../../../tests/testkit/until.ts';
import { invariants as policies } from '../policy/policy.invariants.ts';
import { type ListedNikFault, textOf } from '../profile/index.ts';
import { invariants as waves } from '../wave/wave.invariants.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join: joinWave } = registering(pmo);
const officer = callerOf('officer-1', 'barred:import wave:announce wave:manage');
const { pool } = pmo.database;

interface Version {
  id: string;
  status: string;
  refusal: string | null;
  lines: number | null;
  badLines: number[];
  added: number | null;
  removed: number | null;
  toRecheck: number | null;
  rechecked: number;
  barred: number;
  reinstated: number;
}
const WANTED = 'id status refusal lines badLines added removed toRecheck rechecked barred reinstated';

const put = (file: string, text: string) => {
  writeFileSync(join(pmo.directory, file), text);
  return createHash('sha256').update(text).digest('hex');
};
interface Call {
  list?: string;
  file?: string;
  text?: string;
  more?: string;
  key?: string;
}
const importList = async (call: Call, caller = officer): Promise<{ version: Version | null } & RefusalAnswer> => {
  const { list = 'STATE_OFFICIALS', file = 'list.csv', text = '', more = '', key = crypto.randomUUID() } = call;
  const sha256 = put(file, text);
  const input = `list: ${list}, source: "Kementerian PANRB", listDate: "2026-11-01", file: "${file}", sha256: "${sha256}" ${more}`;
  const { data, errors } = await pmo.ask<{ importBarredList: { version: Version | null } & RefusalAnswer }>(
    caller,
    `mutation { importBarredList(idempotencyKey: "${key}", input: { ${input} }) { version { ${WANTED} } refusal { code path } } }`,
  );
  expect(errors).toEqual([]);
  return data.importBarredList;
};
const approve = async (id: string | undefined): Promise<{ version: Version | null } & RefusalAnswer> => {
  const { data } = await pmo.ask<{ approveBarredList: { version: Version | null } & RefusalAnswer }>(
    callerOf('officer-2', 'barred:import'),
    `mutation { approveBarredList(version: "${id}") { version { ${WANTED} } refusal { code path } } }`,
  );
  return data.approveBarredList;
};
const statusOf = async (id: string) =>
  (await pool.query<{ status: string }>('select status from participant where id = $1', [id])).rows[0]?.status;
const told = async (type: string) =>
  (
    await pool.query<{ people: string[] }>(
      `select data -> 'participants' as people from event_outbox where type = $1`,
      [type],
    )
  ).rows.flatMap(({ people }) => people);

/** Awards without a draw: a wave that is DRAWN with its winners. */
const award = async (ids: string[]) => {
  for (const id of ids) expect((await joinWave(id)).refusal).toBeNull();
  await moveRegistrationsTo(pool, ids, 'SELECTED');
  await pool.query(`update wave set status = 'DRAWN' where number = 2001`);
  await pmo.ask(officer, 'mutation { announceWave(number: 2001) { refusal { code } } }');
};

test('a list bars recipients whom it names, and the next version that lets them go reinstates them', async () => {
  const people = await Promise.all([1, 2, 3].map((at) => verified(personAt(at))));
  await award(people);
  const [siti = '', budi = ''] = people;
  const niks = [1, 2, 50].map((at) => personAt(at).nik);

  const first = await importList({
    text: ['nik', ...niks, '', 'not-a-nik', ...Array.from({ length: 200 }, (_, at) => personAt(300 + at).nik)].join(
      '\r\n',
    ),
  });
  expect(first.version).toMatchObject({
    status: 'DONE',
    lines: 204,
    badLines: [6],
    added: 203,
    removed: 0,
    toRecheck: 2,
    rechecked: 2,
    barred: 2,
    reinstated: 0,
  });
  expect([await statusOf(siti), await statusOf(budi)]).toEqual(['BARRED', 'BARRED']);
  expect((await told('pmo.participants.barred')).toSorted()).toEqual([siti, budi].toSorted());

  const proposed = await importList({ text: [personAt(1).nik, personAt(50).nik].join('\n') });
  expect(proposed.version).toMatchObject({ status: 'PROPOSED', added: 0, removed: 201, toRecheck: null });
  expect([await statusOf(siti), await statusOf(budi)]).toEqual(['BARRED', 'BARRED']);
  const second = await approve(proposed.version?.id);
  expect(second.version).toMatchObject({ added: 0, removed: 201, toRecheck: 1, barred: 0, reinstated: 1 });
  expect([await statusOf(siti), await statusOf(budi)]).toEqual(['BARRED', 'RECIPIENT']);
  expect(await told('pmo.participants.reinstated')).toEqual([budi]);

  // A file that only adds lets nobody go; one that brings somebody back bars again.
  const third = await importList({ text: personAt(2).nik, more: 'mode: ADD' });
  expect(third.version).toMatchObject({ added: 1, removed: 0, barred: 1 });
  for (const { name, sql } of [...waves, ...policies])
    expect({ name, broken: (await pool.query(sql)).rows }).toEqual({ name, broken: [] });
});

test('lines are read as people type them; a line that is none says why', async () => {
  const nik = personAt(70).nik;
  const { nik: other } = personAt(71);
  const spelled = [
    `'${nik}`,
    `"${nik}"`,
    `${nik}.0`,
    `\u202d${nik}\u202c`,
    `\u00a0${nik}\u200b`,
    nik.replace('3273', '３２７３'),
  ];
  const right = [
    ...spelled,
    `${other.slice(0, 4)} ${other.slice(4)}`,
    '9101014501950001',
    '3219014501950001',
    '\u200b',
    '\u00a0',
  ];
  const wrong = [
    '3.27399E+15',
    `${nik}\0`,
    `${nik}\ufffe`,
    'O273994501950002',
    '327399',
    '9973994501950002',
    '3273004501950002',
  ];
  const filling = Array.from({ length: 800 }, (_, at) => personAt(2_000 + at).nik);
  const bytes = Buffer.concat([
    Buffer.from(`\ufeffNIK\r\n${[...right, ...wrong, ...filling].join('\n')}\n`),
    Buffer.from([0xed, 0xa0, 0x80, 0x0a]),
  ]);
  writeFileSync(join(pmo.directory, 'typed.csv'), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex').toUpperCase();
  const { data } = await pmo.ask<{ importBarredList: RefusalAnswer }>(
    officer,
    `mutation { importBarredList(idempotencyKey: "${crypto.randomUUID()}", input: { list: SOCIAL_AID, source: " \u200bKemensos\u00a0RI ",
      listDate: "2026-11-01", file: "typed.csv", sha256: " ${sha256}\u00a0", mode: ADD }) { refusal { code } } }`,
  );
  expect(data.importBarredList.refusal).toBeNull();
  type Faults = {
    nodes: { status: string; added: number; faults: { line: number; code: ListedNikFault; message: string }[] }[];
  };
  const found = await pmo.ask<{ barredListVersions: Faults }>(
    officer,
    '{ barredListVersions(first: 1) { nodes { status added faults { line code message } } } }',
  );
  const [version] = found.data.barredListVersions.nodes;
  const first = 2 + right.length;
  const codes = [
    'NIK_CHANGED_BY_SPREADSHEET',
    'LINE_NOT_TEXT',
    'LINE_NOT_TEXT',
    'NIK_NOT_DIGITS',
    'NIK_LENGTH',
    'NIK_PROVINCE_UNKNOWN',
    'NIK_REGION_UNKNOWN',
  ];
  expect(version?.faults.map(({ line, code }) => [line, code])).toEqual([
    ...codes.map((code, at) => [first + at, code]),
    [first + codes.length + filling.length, 'NIK_NOT_DIGITS'],
  ]);
  expect(version).toMatchObject({ status: 'DONE', added: 804 });
  for (const { code, message } of version?.faults ?? []) {
    expect(message).toBe(textOf(code).en);
    expect(textOf(code).id).not.toBe(message);
  }
  const { rows } = await pool.query('select source from barred_list_version order by id desc limit 1');
  expect(rows).toEqual([{ source: 'Kemensos RI' }]);
});

test('social aid, which policy 2023 allows, bars nobody', async () => {
  const { version } = await importList({ list: 'SOCIAL_AID', text: personAt(3).nik, more: 'mode: ADD' });
  expect(version).toMatchObject({ status: 'DONE', toRecheck: 1, rechecked: 1, barred: 0 });
});

test('a file that is not the announced one, or no list, changes nothing', async () => {
  const bad = await importList({ text: `${personAt(3).nik}\nhello\n`, list: 'STUDENTS' });
  expect(bad.version).toMatchObject({ status: 'REFUSED', refusal: 'TOO_MANY_BAD_LINES', badLines: [2], added: null });
  put('late.csv', personAt(3).nik);
  const { data } = await pmo.ask<{ importBarredList: { version: Version } }>(
    officer,
    `mutation { importBarredList(idempotencyKey: "${crypto.randomUUID()}", input: { list: STUDENTS, source: "Kemdikbud",
      listDate: "2026-11-01", file: "late.csv", sha256: "${'0'.repeat(64)}" }) { version { ${WANTED} } } }`,
  );
  expect(data.importBarredList.version).toMatchObject({ status: 'REFUSED', refusal: 'SHA256_DIFFERS', added: null });
  expect((await pool.query(`select count(*)::int from barred_entry where list = 'STUDENTS'`)).rows).toEqual([
    { count: 0 },
  ]);
});

test.each([
  ['FILE_UNKNOWN', { file: '../list.csv' }],
  ['FILE_UNKNOWN', { file: '.hidden' }],
  ['LIST_DATE_INVALID', { more: ', listDate: "2999-01-01"' }],
])('what cannot be imported is refused: %s', async (code, call) => {
  const { file = 'list.csv', more } = call as Call;
  const date = more ? '2999-01-01' : '2026-11-01';
  const { data } = await pmo.ask<{ importBarredList: RefusalAnswer }>(
    officer,
    `mutation { importBarredList(idempotencyKey: "${crypto.randomUUID()}", input: { list: STUDENTS, source: "Kemdikbud",
      listDate: "${date}", file: "${file}", sha256: "${'0'.repeat(64)}" }) { refusal { code } } }`,
  );
  expect(data.importBarredList.refusal?.code).toBe(code);
});

test('nobody without the scope imports or sees a list; a repeated call imports once', async () => {
  const other = callerOf('officer-2', 'wave:manage participant:read');
  expect((await importList({}, other)).refusal?.code).toBe('FORBIDDEN');
  const { codes } = await pmo.ask(other, '{ barredListVersions(first: 1) { nodes { id } } }');
  expect(codes).toEqual(['FORBIDDEN']);
  const key = crypto.randomUUID();
  const call = { key, list: 'STUDENTS', text: personAt(60).nik };
  const first = await importList(call);
  const again = await importList(call);
  expect(again.version?.id).toBe(first.version?.id);
  const { data } = await pmo.ask<{ barredListVersions: { nodes: { list: string }[] } }>(
    officer,
    '{ barredListVersions(first: 10, list: STUDENTS) { nodes { list status } } }',
  );
  expect(data.barredListVersions.nodes.at(0)).toEqual({ list: 'STUDENTS', status: 'DONE' });
});

test('100,000 lines are taken in within seconds, whatever a request may take', async () => {
  const lines = Array.from({ length: 100_000 }, (_, at) => {
    const year = Math.floor(at / 9_999);
    const serial = 1 + (at % 9_999);
    return `327399010${1 + (year % 9)}${70 + year}${String(serial).padStart(4, '0')}`;
  });
  const startedAt = performance.now();
  const { version } = await importList({ list: 'STUDENTS', text: lines.join('\n'), more: 'mode: ADD' });
  const id = version?.id;
  const done = await until(
    async () => (await pool.query('select status, added from barred_list_version where id = $1', [id])).rows[0],
    ({ status }) => status === 'DONE',
    100_000,
  );
  expect(done).toEqual({ status: 'DONE', added: 100_000 });
  expect(performance.now() - startedAt).toBeLessThan(100_000);
});
