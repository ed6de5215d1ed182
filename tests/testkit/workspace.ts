import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inheritedEnv } from '../../scripts/env.ts';

/** A block of commands in a document: what stands behind `sh` says where it runs. */
export interface CommandBlock {
  mark: string;
  text: string;
}

/** The blocks of a document whose language is `sh`, and those that name none. */
export const commandBlocks = (document: string): CommandBlock[] =>
  [...readFileSync(document, 'utf8').matchAll(/^```(?:sh *)?([^\n]*)\n([\s\S]*?)^```$/gm)].map(
    ([, mark = '', text = '']) => ({ mark, text }),
  );

export interface Workspace {
  directory: string;
  /** Runs a block as it stands in the document. @throws with all that it said, when a command of it fails */
  run(block: string): Promise<string>;
  remove(): void;
}

const LEFT_OUT = ['.data', '.git', '.env', 'dist'];

/** The environment of the test, without what would change what npm or a stack does. */
export const ownEnvironment = () => {
  const entries = Object.entries(inheritedEnv()).filter(([name]) => !/^npm_|^DATABASE_URL$|^NODE_ENV$/.test(name));
  return Object.fromEntries(entries);
};

/** A directory that looks like a checkout, whose `.data` is that of the stack `data`, if there is one. */
export const workspace = (data?: string): Workspace => {
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-workspace-'));
  for (const name of readdirSync('.')) {
    if (!LEFT_OUT.includes(name)) symlinkSync(resolve(name), join(directory, name));
  }
  if (data) symlinkSync(data, join(directory, '.data'));
  const run = (block: string) =>
    new Promise<string>((done, failed) => {
      const options = { cwd: directory, env: ownEnvironment(), timeout: 120_000 };
      execFile('bash', ['-euo', 'pipefail', '-c', block], options, (error, out, err) =>
        error ? failed(new Error(`${block}\n${out}${err}`)) : done(out),
      );
    });
  return { directory, run, remove: () => rmSync(directory, { recursive: true, force: true }) };
};
