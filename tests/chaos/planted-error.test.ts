import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { newDirectory } from '../testkit/directory.ts';
import { startForTest } from '../testkit/start.ts';
import { until } from '../testkit/until.ts';

const RESOLVER = 'subgraphs/pmo/skill/skill.resolver.ts';

/** A copy of what `npm start` runs, with the packages of this checkout. */
const copyCheckout = (): string => {
  const copy = newDirectory('planted');
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const part of ['gateway', 'schema', 'scripts', 'subgraphs', 'package.json'])
    cpSync(part, join(copy, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'), 'dir');
  return copy;
};

/** Makes the resolver of one skill throw; returns the number of the line that does. */
const plantError = (file: string): number => {
  const lines = readFileSync(file, 'utf8').split('\n');
  const method = lines.findIndex((line) => line.includes('async skill('));
  const body = lines.findIndex((line, index) => index > method && line.startsWith('    return '));
  lines.splice(body, 0, "    if (code !== '') throw new Error('planted');");
  writeFileSync(file, lines.join('\n'));
  return body + 1;
};

test('of an error that is planted in a resolver the log names the file and the line of the source', async () => {
  const cwd = copyCheckout();
  const file = join(cwd, RESOLVER);
  const line = plantError(file);
  // What V8 compiled of a copy would be of no use to another run.
  const stack = await startForTest({ cwd, env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
  const response = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ skill(code: "data-analysis") { name } }' }),
  });
  const { errors } = (await response.json()) as { errors: { extensions: { errorId: string } }[] };
  const log = join(stack.data, 'logs', 'pmo.log');
  const logged = async () =>
    readFileSync(log, 'utf8')
      .split('\n')
      .find((text) => text.includes(errors[0]?.extensions.errorId ?? 'no error'));
  const entry = JSON.parse((await until(logged, Boolean, 5_000)) ?? '{}') as {
    err: { message: string; stack: string };
  };
  expect(entry.err.message).toBe('planted');
  expect(entry.err.stack.split('\n')[1]).toMatch(new RegExp(`${RESOLVER}:${line}:\\d+\\)$`));
});
