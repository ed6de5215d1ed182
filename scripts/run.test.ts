import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inheritedEnv } from './env.ts';

const PINNED = `node_modules/node-${process.platform}-${process.arch}`;

interface Checkout {
  root: string;
  run(...args: string[]): Promise<{ code: number; out: string }>;
}

/** A checkout with our scripts, a program, an npm that writes down its calls, and a pinned Node that says its name. */
const checkout = (pinnedVersion: string, npm = 'exit 0'): Checkout => {
  const root = mkdtempSync(join(tmpdir(), 'prakerja-run-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), 0o755);
  };
  mkdirSync(join(root, 'scripts'));
  for (const name of ['run.mjs', 'install.mjs']) copyFileSync(`scripts/${name}`, join(root, 'scripts', name));
  write('scripts/loader.mjs', 'globalThis.isLoaded = true;');
  write('program.mjs', 'console.log("here", globalThis.isLoaded, ...process.argv.slice(2)); process.exitCode = 3;');
  write('package-lock.json', '{}');
  write('node_modules/.installed-lock', '{}');
  write(`${PINNED}/package.json`, JSON.stringify({ version: pinnedVersion }));
  write(`${PINNED}/bin/node`, '#!/bin/sh\necho "pinned $*"; exit 7\n');
  write('bin/npm', `#!/bin/sh\necho "$1" >> "${root}/npm.log"\n${npm}\n`);
  const env = { ...inheritedEnv(), PATH: `${join(root, 'bin')}${delimiter}${inheritedEnv().PATH}` };
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string }>((resolve) => {
      const all = ['--import', './scripts/run.mjs', 'program.mjs', ...args];
      execFile(process.execPath, all, { cwd: root, env }, (error, out) =>
        resolve({ code: Number(error?.code ?? 0), out: out.trim() }),
      );
    });
  return { root, run };
};

const calls = ({ root }: Checkout) =>
  existsSync(join(root, 'npm.log')) ? readFileSync(join(root, 'npm.log'), 'utf8').trim().split('\n') : [];

const ours = process.version.slice(1);

test('under the pinned Node the program runs in this process, with the loader, and nothing is installed', async () => {
  const here = checkout(ours);
  expect(await here.run('--port', '1')).toEqual({ code: 3, out: 'here true --port 1' });
  expect(calls(here)).toEqual([]);
});

test('under another Node it goes on under the pinned one, with the same arguments and exit code', async () => {
  const { run } = checkout('99.0.0');
  expect(await run('--port', '1')).toEqual({
    code: 7,
    out: expect.stringMatching(/^pinned --import \.\/scripts\/run\.mjs \S*program\.mjs --port 1$/),
  });
});

test('a changed package-lock.json is installed once, before anything else runs', async () => {
  const changed = checkout(ours);
  writeFileSync(join(changed.root, 'package-lock.json'), '{"changed":true}');
  expect((await changed.run()).out).toBe('here true');
  expect((await changed.run()).out).toBe('here true');
  expect(calls(changed)).toEqual(['ci']);
});

test('an install that fails runs nothing, ends with 1, and is tried again the next time', async () => {
  const broken = checkout(ours, 'exit 1');
  writeFileSync(join(broken.root, 'package-lock.json'), '{"changed":true}');
  expect(await broken.run()).toEqual({ code: 1, out: '' });
  expect(await broken.run()).toEqual({ code: 1, out: '' });
  expect(calls(broken)).toEqual(['ci', 'install', 'ci', 'install']);
});
