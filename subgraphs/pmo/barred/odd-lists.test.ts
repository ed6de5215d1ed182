import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, type RefusalAnswer } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';

const pmo = await openPmo();
await openWave(pmo);
const { pool } = pmo.database;
const officer = callerOf('officer-1', 'barred:import');
const other = callerOf('officer-2', 'barred:import');

interface Version {
  id: string;
  status: string;
  refusal: string | null;
  refusalMessage: string | null;
  added: number | null;
  removed: number | null;
  kept: number | null;
  repeated: number | null;
  approvedAt: string | null;
  proposedFor: string[];
  faults: { code: string }[];
}
type Answer = { version: Version | null } & RefusalAnswer;
const WANTED =
  'version { id status refusal refusalMessage added removed kept repeated approvedAt proposedFor faults { code } } refusal { code path }';

const put = (bytes: string | Buffer, file = 'list.csv') => {
  writeFileSync(join(pmo.directory, file), bytes);
  return createHash('sha256').update(bytes).digest('hex');
};

const importList = async (bytes: string | Buffer, mode = 'FULL', day = '2026-11-01'): Promise<Answer> => {
  const input = `list: STUDENTS, source: "Kemdikbud", listDate: "${day}", file: "list.csv", sha256: "${put(bytes)}", mode: ${mode}`;
  const document = `mutation { importBarredList(idempotencyKey: "${crypto.randomUUID()}", input: { ${input} }) { ${WANTED} } }`;
  return (await pmo.ask<{ importBarredList: Answer }>(officer, document)).data.importBarredList;
};

const decide = async (verb: 'approve' | 'decline', id: string | undefined, caller = other): Promise<Answer> => {
  const document = `mutation { answer: ${verb}BarredList(version: "${id}") { ${WANTED} } }`;
  return (await pmo.ask<{ answer: Answer }>(caller, document)).data.answer;
};

const onList = async () =>
  (await pool.query(`select count(*)::int as people from barred_entry where list = 'STUDENTS' and removed_in is null`))
    .rows[0].people;

const niks = Array.from({ length: 200 }, (_, at) => personAt(1_001 + at).nik);
const text = niks.join('\n');

beforeEach(async () => {
  await pool.query('truncate barred_entry, barred_recheck, barred_list_version');
  expect((await importList(text, 'ADD')).version).toMatchObject({ status: 'DONE', added: 200 });
});

const zeroed = (lines: string[]) => lines.map((nik) => nik.replace(/.$/, '0'));
const columns = (separator: string) => niks.map((nik, at) => [at + 1, nik, 'Siti'].join(separator)).join('\r\n');
const html = `<!doctype html><html><body>${niks.map((nik) => `<p>${nik}</p>`).join('\n')}</body></html>`;

// What was sent in the place of a list of 200 people. Each would have let people go, or brought nobody.
test.each<[string, string | Buffer, string]>([
  ['the last digits of all zeroed', zeroed(niks).join('\n'), 'DIGITS_ZEROED'],
  ['the last digits of most zeroed', [...zeroed(niks.slice(0, 150)), ...niks.slice(150)].join('\n'), 'DIGITS_ZEROED'],
  [
    'the last digits of a quarter zeroed',
    [...zeroed(niks.slice(0, 50)), ...niks.slice(50)].join('\n'),
    'DIGITS_ZEROED',
  ],
  ['nothing', '', 'FILE_EMPTY'],
  ['empty lines', '\n\r\n \u00a0\n', 'FILE_EMPTY'],
  ['a byte-order mark alone', '\ufeff', 'FILE_EMPTY'],
  ['half a file, cut in a number', text.slice(0, 1_705), 'FILE_CUT'],
  ['a last number that is cut', text.slice(0, -3), 'FILE_CUT'],
  ['an error page', html, 'FILE_IS_PAGE'],
  ['an answer of a web server', `HTTP/1.1 200 OK\r\n\r\n${text}`, 'FILE_IS_PAGE'],
  ['an error in JSON', '{"error":"not found"}', 'FILE_IS_PAGE'],
  ['a ZIP or XLSX', Buffer.from(`PK\x03\x04${text}`, 'latin1'), 'FILE_IS_ARCHIVE'],
  ['an old XLS', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from(text)]), 'FILE_IS_ARCHIVE'],
  ['a PDF', `%PDF-1.7\n${text}`, 'FILE_IS_ARCHIVE'],
  ['a compressed file', Buffer.from('1f8b0800', 'hex'), 'FILE_IS_ARCHIVE'],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'FILE_IS_UTF16'],
  ['UTF-16 without one', Buffer.from(text, 'utf16le'), 'FILE_IS_UTF16'],
  ['UTF-16, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'FILE_IS_UTF16'],
  ['numbers in scientific notation', niks.map(() => '3.27399E+15').join('\n'), 'TOO_MANY_BAD_LINES'],
  ['columns by semicolons', columns(';'), 'TOO_MANY_BAD_LINES'],
  ['columns by commas', columns(','), 'TOO_MANY_BAD_LINES'],
  ['columns by tabs', columns('\t'), 'TOO_MANY_BAD_LINES'],
  ['a column shifted', niks.map((_, at) => personAt(1 + at).phone).join('\n'), 'TOO_MANY_BAD_LINES'],
  [
    'numbers of 16 digits that are none',
    niks.map((nik) => nik.replace(/^(.{6})../, '$199')).join('\n'),
    'TOO_MANY_BAD_LINES',
  ],
  ['numbers of nobody', niks.map((nik) => nik.replace(/....$/, '0000')).join('\n'), 'TOO_MANY_BAD_LINES'],
  ['numbers of another kind', niks.map((_, at) => String(4_111_110_000_000_001 + at)).join('\n'), 'TOO_MANY_BAD_LINES'],
  ['letters O for noughts', niks.map((nik) => nik.replaceAll('0', 'O')).join('\n'), 'TOO_MANY_BAD_LINES'],
])('a file with %s is recognised, explained, and changes nothing', async (...[, bytes, code]) => {
  const { version } = await importList(bytes);
  expect(version).toMatchObject({ status: 'REFUSED', refusal: code, added: null, removed: null });
  expect(version?.refusalMessage).toMatch(/^[A-Z].{30,}\.$/);
  expect(await onList()).toBe(200);
  expect((await importList(bytes, 'ADD')).version).toMatchObject({ status: 'REFUSED', refusal: code });
});

test.each([
  ['by a semicolon', columns(';'), 'LINE_HAS_COLUMNS'],
  ['by a tab', columns('\t'), 'LINE_HAS_COLUMNS'],
  ['that is no date', niks.map((nik) => nik.replace(/^(.{6})../, '$199')).join('\n'), 'NIK_DATE_IMPOSSIBLE'],
  ['that ends in four noughts', niks.map((nik) => nik.replace(/....$/, '0000')).join('\n'), 'NIK_SERIAL_ZERO'],
])('a line with a NIK %s says what is wrong', async (...[, bytes, code]) => {
  const { version } = await importList(bytes);
  expect(new Set(version?.faults.map((fault) => fault.code))).toEqual(new Set([code]));
});

// Files that are the list all the same.
test.each<[string, string | Buffer]>([
  ['CRLF', niks.join('\r\n')],
  ['a byte-order mark and a header', `\ufeffNIK\r\n${text}\r\n`],
  ['quotes', niks.map((nik) => `"${nik}"`).join('\n')],
  ['an apostrophe', niks.map((nik) => `'${nik}`).join('\n')],
  ['a semicolon behind each', niks.map((nik) => `${nik};`).join('\n')],
  ['quotes and semicolons', niks.map((nik) => `"${nik}";""`).join('\n')],
  ['a formula of a spreadsheet', niks.map((nik) => `="${nik}"`).join('\n')],
  ['decimals', niks.map((nik) => `${nik}.00`).join('\n')],
  ['digits of other scripts', niks.map((nik) => nik.replaceAll('3', '３').replaceAll('1', '١')).join('\n')],
  ['blanks and dots', niks.map((nik) => `${nik.slice(0, 6)}.${nik.slice(6, 12)} ${nik.slice(12)} `).join('\n')],
  ['each number twice', `${text}\n${text}`],
  ['another order', niks.toReversed().join('\n')],
  ['a line of the source at the end', `${text}\n${niks[0]}\nJumlah: 200`],
])('a file with %s is the list: nobody is let go', async (_name, bytes) => {
  const { version } = await importList(bytes);
  expect(version).toMatchObject({ status: 'DONE', added: 0, removed: 0, kept: 200, approvedAt: null });
});

// Files that look like a list, and take people off it: nothing of them can be told from a right one.
test.each<[string, string, number]>([
  ['half a file, cut between two lines', niks.slice(0, 100).join('\n'), 100],
  ['one person less', niks.slice(1).join('\n'), 1],
  ['other people', niks.map((_, at) => personAt(5_001 + at).nik).join('\n'), 200],
  ['a bad line in the place of a person', `${[...niks.slice(1), 'not-a-nik'].join('\n')}\n`, 1],
  ['one person and no other', niks[0] ?? '', 199],
])('%s: nobody is let go without a second officer', async (...[, bytes, removed]) => {
  const { version } = await importList(bytes);
  expect(version).toMatchObject({ status: 'PROPOSED', removed, kept: 200 - removed });
  expect(await onList()).toBe(200);
  expect((await decide('approve', version?.id, officer)).refusal).toEqual({
    code: 'LIST_SAME_PERSON',
    path: ['version'],
  });
  expect(await onList()).toBe(200);
  const approved = await decide('approve', version?.id);
  expect(approved.version).toMatchObject({ status: 'DONE', removed, approvedAt: expect.any(String) });
  expect(await onList()).toBe(200 - removed + (approved.version?.added ?? 0));
});

test('a list of nobody is a header in mode FULL, and waits for a second officer', async () => {
  const { version } = await importList('nik\r\n');
  expect(version).toMatchObject({ status: 'PROPOSED', removed: 200, proposedFor: ['REMOVES_PEOPLE', 'FILE_EMPTY'] });
  expect((await importList('nik\r\n', 'ADD')).version).toMatchObject({ status: 'REFUSED', refusal: 'FILE_EMPTY' });
  expect(await onList()).toBe(200);
  put('nik\r\n');
  expect((await decide('approve', version?.id)).version).toMatchObject({ status: 'DONE', removed: 200 });
  expect(await onList()).toBe(0);
  expect((await importList('nik\r\n')).version).toMatchObject({ status: 'PROPOSED', proposedFor: ['FILE_EMPTY'] });
});

test.each(['FULL', 'ADD'])(
  'a file that is older than what is in force waits for a second officer: %s',
  async (mode) => {
    const more = `${text}\n${personAt(9_100).nik}`;
    const older = await importList(more, mode, '2026-10-31');
    expect(older.version).toMatchObject({
      status: 'PROPOSED',
      added: 1,
      removed: 0,
      proposedFor: ['OLDER_THAN_IN_FORCE'],
    });
    expect(await onList()).toBe(200);
    expect((await importList(more, mode)).version).toMatchObject({ status: 'DONE', proposedFor: [] });
  },
);

test('the database lets nobody go without a second officer, whoever writes it', async () => {
  const { version } = await importList(niks.slice(1).join('\n'));
  const change = (set: string) => pool.query(`update barred_list_version set ${set} where id = $1`, [version?.id]);
  await expect(change(`approved_by = 'officer-1', approved_at = now()`)).rejects.toMatchObject({
    constraint: 'barred_list_version_approver_ck',
  });
  await expect(change(`status = 'RECHECKING'`)).rejects.toMatchObject({
    constraint: 'barred_list_version_proposed_ck',
  });
  await expect(change(`status = 'RECHECKING', proposed_for = '{}'`)).rejects.toMatchObject({
    constraint: 'barred_list_version_two_ck',
  });
});

test('of ten officers who approve and decline at once one decides', async () => {
  const { version } = await importList(niks.slice(1).join('\n'));
  const officers = Array.from({ length: 10 }, (_, at) => callerOf(`officer-${at + 10}`, 'barred:import'));
  const answers = await Promise.all(
    officers.map((caller, at) => decide(at % 2 ? 'approve' : 'decline', version?.id, caller)),
  );
  const codes = answers.map(({ refusal }) => refusal?.code ?? 'DECIDED');
  expect(codes.filter((code) => code === 'DECIDED')).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set(['DECIDED', 'IMPORT_TRANSITION_ILLEGAL']));
  const isApproved = answers.findIndex(({ refusal }) => refusal === null) % 2 === 1;
  expect(await onList()).toBe(isApproved ? 199 : 200);
});

test('a declined proposal takes no effect, and may be imported anew', async () => {
  const { version } = await importList(niks.slice(1).join('\n'));
  expect((await decide('decline', version?.id, officer)).version).toMatchObject({
    status: 'REFUSED',
    refusal: 'DECLINED',
  });
  expect((await decide('approve', version?.id)).refusal?.code).toBe('IMPORT_TRANSITION_ILLEGAL');
  expect((await importList(niks.slice(1).join('\n'))).version?.status).toBe('PROPOSED');
});

test('what was approved is what happens: another file, or a list that has changed, is refused', async () => {
  const first = await importList(niks.slice(1).join('\n'));
  put(niks.slice(50).join('\n'));
  expect((await decide('approve', first.version?.id)).version).toMatchObject({
    status: 'REFUSED',
    refusal: 'SHA256_DIFFERS',
  });
  const second = await importList(niks.slice(1).join('\n'));
  const added = await importList(personAt(9_001).nik, 'ADD');
  expect(added.version).toMatchObject({ status: 'DONE', added: 1 });
  put(niks.slice(1).join('\n'));
  expect((await decide('approve', second.version?.id)).version).toMatchObject({
    status: 'REFUSED',
    refusal: 'LIST_CHANGED',
  });
  expect(await onList()).toBe(201);
});

test.each([
  ['approve', 'nothing'],
  ['decline', '999999'],
] as const)('nobody without the scope may %s; a version must exist', async (verb, id) => {
  expect((await decide(verb, '1', callerOf('officer-3', 'wave:manage participant:read'))).refusal?.code).toBe(
    'FORBIDDEN',
  );
  expect((await decide(verb, id)).refusal?.code).toBe('LIST_VERSION_UNKNOWN');
});
