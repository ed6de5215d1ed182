import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = 'node_modules/.cache/prakerja-graph';
let program: string;
let kept: string;

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  program = join(mkdtempSync(join(folder, 'loader-test-')), 'program.ts');
  kept = join(folder, `${hash('sha256', resolve(program)).slice(0, 16)}.json`);
});
afterAll(() => {
  rmSync(join(program, '..'), { recursive: true, force: true });
  rmSync(kept, { force: true });
});

const run = async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', './scripts/loader.mjs', program]);
  return stdout.trim();
};
const write = (word: string) =>
  writeFileSync(
    program,
    `import { z } from 'zod'; const word: string = '${word}'; console.log(z.string().parse(word));`,
  );

test('a program runs from what the last run found out, and a changed source is seen', async () => {
  write('first');
  expect([await run(), await run()]).toEqual(['first', 'first']);
  write('second');
  expect(await run()).toBe('second');
  expect(Object.values(JSON.parse(readFileSync(kept, 'utf8')).byParent)).not.toEqual([]);
});

test('what leads where counts until the packages change; a broken file of it counts for nothing', async () => {
  write('third');
  const text = readFileSync(kept, 'utf8');
  const { stamp, byParent } = JSON.parse(text);
  const wrong = Object.fromEntries(
    Object.keys(byParent).map((parent) => [parent, { 'import zod': ['node_modules/nowhere.js', 'module'] }]),
  );
  writeFileSync(kept, JSON.stringify({ stamp, byParent: wrong }));
  await expect(run()).rejects.toThrow('nowhere.js');
  writeFileSync(kept, JSON.stringify({ stamp: `${stamp} of another install`, byParent: wrong }));
  expect(await run()).toBe('third');
  writeFileSync(kept, text.slice(0, text.length / 2));
  expect(await run()).toBe('third');
});

test('in a test too, a stack trace names the line of the source', () => {
  interface RemovedFile {
    lines: number;
  }
  const text = readFileSync('scripts/loader.test.ts', 'utf8').split('\n');
  const { stack } = new Error('here');
  const named = Number(/loader\.test\.ts:(\d+)/.exec(stack ?? '')?.[1]) satisfies RemovedFile['lines'];
  expect(text[named - 1]).toContain("new Error('here')");
});
