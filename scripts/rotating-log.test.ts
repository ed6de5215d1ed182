import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { cutLog, RotatingLog } from './rotating-log.ts';

const directory = mkdtempSync(join(tmpdir(), 'prakerja-log-'));
const path = join(directory, 'pmo.log');
const options = { maximumBytes: 1_000, kept: 2 };
const files = () => readdirSync(directory).toSorted();
const sizeOf = (file: string) => statSync(join(directory, file)).size;

beforeEach(() => {
  for (const file of files()) rmSync(join(directory, file));
});
afterAll(() => rmSync(directory, { recursive: true }));

test('however much is written, three files of the maximum are left, the newest lines among them', () => {
  const log = new RotatingLog(path, options);
  for (let line = 0; line < 10_000; line += 1) log.write(`line ${line}\n`);
  log.close();
  expect(files()).toEqual(['pmo.log', 'pmo.log.1', 'pmo.log.2']);
  expect(Math.max(...files().map(sizeOf))).toBeLessThanOrEqual(options.maximumBytes);
  const text = ['pmo.log.2', 'pmo.log.1', 'pmo.log']
    .map((file) => readFileSync(join(directory, file), 'utf8'))
    .join('');
  expect(text.endsWith('line 9998\nline 9999\n')).toBe(true);
});

test('a log that is there goes on, for its owner only; nothing is written after its end', () => {
  writeFileSync(path, 'before\n');
  chmodSync(path, 0o644);
  const log = new RotatingLog(path, options);
  log.write(Buffer.from('after\n'));
  log.close();
  log.write('too late\n');
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['before\nafter\n', 0o600]);
});

test('a log that another process appends to is emptied when it is full, with a copy beside it', () => {
  appendFileSync(path, 'x'.repeat(1_000));
  cutLog(path, options);
  expect(files()).toEqual(['pmo.log']);
  for (let time = 0; time < 4; time += 1) {
    appendFileSync(path, String(time).repeat(1_001));
    cutLog(path, options);
  }
  expect(files().map((file) => [file, sizeOf(file)])).toEqual([
    ['pmo.log', 0],
    ['pmo.log.1', 1_001],
    ['pmo.log.2', 1_001],
  ]);
  expect(readFileSync(`${path}.1`, 'utf8')[0]).toBe('3');
});

test('a disk that takes nothing costs lines and no more, and the log goes on when it takes them again', () => {
  const log = new RotatingLog(path, options);
  log.write('before\n');
  rmSync(directory, { recursive: true });
  for (let line = 0; line < 200; line += 1) log.write(`lost ${line}\n`);
  mkdirSync(directory);
  for (let line = 0; line < 200; line += 1) log.write(`kept ${line}\n`);
  log.close();
  expect(readFileSync(path, 'utf8').endsWith('kept 199\n')).toBe(true);
  expect(sizeOf('pmo.log')).toBeLessThanOrEqual(options.maximumBytes);
});

test('a log that cannot be moved away begins anew where it is', () => {
  // A directory that is not empty stands where the full one would go.
  mkdirSync(join(directory, 'pmo.log.1'));
  writeFileSync(join(directory, 'pmo.log.1', 'file'), '');
  const log = new RotatingLog(path, { ...options, kept: 1 });
  for (let line = 0; line < 500; line += 1) log.write(`line ${line}\n`);
  log.close();
  expect(sizeOf('pmo.log')).toBeLessThanOrEqual(options.maximumBytes);
  expect(readFileSync(path, 'utf8').endsWith('line 499\n')).toBe(true);
  rmSync(join(directory, 'pmo.log.1'), { recursive: true });
});

test('a log whose copy finds no room is emptied all the same: that makes some', () => {
  symlinkSync('/dev/full', `${path}.1`);
  appendFileSync(path, 'x'.repeat(1_001));
  cutLog(path, { ...options, kept: 1 });
  expect(sizeOf('pmo.log')).toBe(0);
});
