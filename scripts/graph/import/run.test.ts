import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newDirectory } from '../../../tests/testkit/directory.ts';
import { writeCsv, writeNdjson } from '../../bench/import/write-catalogue.ts';
import { Columns } from '../../import/columns.ts';
import type { CourseInput } from '../../import/courses/course-input.ts';
import { inspect } from '../../import/inspect.ts';
import { openSource } from '../../import/open.ts';
import type { Ask } from './ask.ts';
import { courses } from './courses.ts';
import { importFile, tryFile } from './run.ts';
import { stateFileOf } from './state.ts';

const directory = newDirectory('import');
const setting = { records: 4_200, faults: 50, seed: 3 };
let files = 0;

const newFile = async (write = writeCsv) => {
  files += 1;
  const file = join(directory, `katalog-${files}.csv`);
  return { file, planted: await write(file, setting) };
};

interface SentCall {
  courses: CourseInput[];
  key: string;
  asOf: string;
}

/** A graph that takes every course, remembers keys, and fails at a call if it is told to. */
const graph = (failAt = Number.POSITIVE_INFINITY) => {
  const calls: string[] = [];
  const stored = new Map<string, CourseInput>();
  const known = new Map<string, string>();
  const withdrawals: object[] = [];
  const take = ({ courses: sent, key }: SentCall) => {
    calls.push(key);
    if (calls.length >= failAt) throw new Error('killed');
    const body = JSON.stringify(sent);
    if ((known.get(key) ?? body) !== body) throw new Error('IDEMPOTENCY_KEY_REUSED');
    known.set(key, body);
    const items = sent.map((course, index) => {
      const isKnown = stored.has(course.reference);
      stored.set(course.reference, course);
      return { index, outcome: isKnown ? 'UNCHANGED' : 'CREATED', problems: [] };
    });
    return { done: { items, refusal: null } };
  };
  const withdraw = (variables: { confirm: boolean }) => {
    withdrawals.push(variables);
    const refusal = variables.confirm ? null : { code: 'WITHDRAWAL_TOO_LARGE', message: '50 of 100 would go.' };
    return { done: { withdrawal: refusal ? null : { withdrawn: 50 }, refusal } };
  };
  const ask = (async (operation: string, variables: never) =>
    operation === 'ImportCourses' ? take(variables) : withdraw(variables)) as Ask;
  return { ask, calls, stored, withdrawals };
};

const runOf = async (file: string) => {
  const facts = await inspect(file);
  const columns = new Columns(courses.columns);
  const source = await openSource(facts, columns);
  const { map } = columns;
  return {
    subject: courses,
    facts,
    source,
    map,
    asOf: '2026-11-20T00:00:00.000Z',
    language: 'id' as const,
    progress: () => undefined,
  };
};

const url = 'http://localhost:4000/graphql';

test('an import that was killed goes on where it was, and ends as if it had not been', async () => {
  const { file } = await newFile();
  const whole = graph();
  const summary = await importFile(await runOf(file), { ask: whole.ask, url, full: undefined });
  const rejected = readFileSync(summary.rejectFile ?? '', 'utf8');

  const killed = graph(4);
  await expect(importFile(await runOf(file), { ask: killed.ask, url, full: undefined })).rejects.toThrow('killed');
  expect(existsSync(stateFileOf(file))).toBe(true);
  const again = graph();
  const second = await importFile(await runOf(file), { ask: again.ask, url, full: undefined });
  expect(second.resumedAt).toBeGreaterThan(0);
  expect(again.calls.length).toBeLessThan(whole.calls.length);
  // The calls that were under way come again under their keys.
  expect(killed.calls.slice(second.resumedAt)).toEqual(again.calls.slice(0, killed.calls.length - second.resumedAt));
  expect(second.counts).toEqual(summary.counts);
  expect(new Map([...killed.stored, ...again.stored])).toEqual(whole.stored);
  expect(readFileSync(second.rejectFile ?? '', 'utf8')).toBe(rejected);
  expect(existsSync(stateFileOf(file))).toBe(false);
});

test('a file that was changed begins anew', async () => {
  const { file } = await newFile();
  await expect(importFile(await runOf(file), { ask: graph(3).ask, url, full: undefined })).rejects.toThrow('killed');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
  const again = await importFile(await runOf(file), { ask: graph().ask, url, full: undefined });
  expect(again.resumedAt).toBe(0);
});

test('the same file, imported once more, is sent under other keys', async () => {
  const { file } = await newFile();
  const target = graph();
  await importFile(await runOf(file), { ask: target.ask, url, full: undefined });
  const first = target.calls.length;
  const again = await importFile(await runOf(file), { ask: target.ask, url, full: undefined });
  expect(target.calls).toHaveLength(first * 2);
  expect(new Set(target.calls).size).toBe(first * 2);
  expect(again.counts).toEqual({ REJECTED: expect.any(Number), UNCHANGED: target.stored.size });
});

test('the reject file has the partner’s columns and what is wrong; it can be imported as it is', async () => {
  const { file } = await newFile();
  const { rejectFile, counts } = await tryFile(await runOf(file));
  const text = readFileSync(rejectFile ?? '', 'utf8');
  expect(text.split('\r\n')[0]).toBe(
    '\ufeffKode;ID Lembaga;Judul Pelatihan;Deskripsi;Metode;Bahasa;Harga (Rp);Harga Luar (Rp);Durasi (Jam);Silabus;Keterampilan;Aksesibilitas;Tautan;Catatan internal;line;code;path;message',
  );
  const again = await tryFile(await runOf(rejectFile ?? ''));
  // Repeated references are alone in it, and what a broken row lost is not found twice.
  expect(again.counts.REJECTED).toBeLessThanOrEqual(counts.REJECTED ?? 0);
  expect(readFileSync(again.rejectFile ?? '', 'utf8').split('\r\n')[0]).toBe(text.split('\r\n')[0]);
});

test('the reject file of NDJSON has the partner’s objects', async () => {
  const { file, planted } = await newFile(writeNdjson);
  const { rejectFile } = await tryFile(await runOf(file));
  expect(rejectFile).toMatch(/\.rejected\.ndjson$/);
  const [first] = readFileSync(rejectFile ?? '', 'utf8').split('\n');
  const { line, code, path } = planted[0] ?? {};
  expect(JSON.parse(first ?? '')).toMatchObject({
    line,
    code,
    path,
    reference: expect.any(String),
    message: expect.any(String),
  });
});

test('a full file withdraws what it does not name, and asks when that is much', async () => {
  const file = join(directory, 'full.csv');
  await writeCsv(file, { records: 1_500, faults: 0, seed: 5 });
  const questions: string[] = [];
  const answering = (yes: boolean) => async (question: string) => {
    questions.push(question);
    return yes;
  };
  const target = graph();
  const full = async (yes: boolean) => importFile(await runOf(file), { ask: target.ask, url, full: answering(yes) });
  await expect(full(false)).rejects.toThrow(/nothing was withdrawn: 50 of 100 would go. --yes/);
  const calls = target.calls.length;
  expect((await full(true)).withdrawn).toBe(50);
  // What was sent is not sent again.
  expect(target.calls).toHaveLength(calls);
  expect(questions).toHaveLength(2);
  expect(target.withdrawals.at(-1)).toMatchObject({ expected: 1_500, kept: [], confirm: true });
});

test('a full file with rows whose reference is uncertain withdraws nothing', async () => {
  const { file } = await newFile();
  const target = graph();
  const full = async () => true;
  await expect(importFile(await runOf(file), { ask: target.ask, url, full })).rejects.toThrow(
    /so broken that their reference/,
  );
  expect(target.withdrawals).toEqual([]);
});
