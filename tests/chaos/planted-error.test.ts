import { spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SignJWT } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { processes, type Service } from '../../scripts/services.ts';
import { environmentOf } from '../../scripts/stack/environment.ts';
import { ensureSecrets } from '../../scripts/stack/secrets.ts';
import { callerKeys, createRequestSigner } from '../../subgraphs/kit/request-signature.ts';
import { createDatabase } from '../testkit/database.ts';
import { newDirectory } from '../testkit/directory.ts';
import { stackPort } from '../testkit/start.ts';
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

/** Runs the programme office of a checkout as its stack does; `log` returns what it has written so far. */
const startOffice = async (cwd: string) => {
  const service = processes.find(({ name }) => name === 'pmo') as Service;
  const port = await stackPort();
  const secrets = await ensureSecrets(cwd);
  const database = await createDatabase('planted');
  const env = environmentOf(service, { port, data: cwd, secrets, databases: { pmo: database } });
  const child = spawn(process.execPath, ['--import', './scripts/loader.mjs', service.main], {
    cwd,
    // What V8 compiled of a copy would be of no use to another run.
    env: { ...env, NODE_DISABLE_COMPILE_CACHE: '1' },
  });
  onTestFinished(async () => {
    const ended = new Promise((done) => child.once('close', done));
    child.kill('SIGKILL');
    await ended;
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (log += text.toString()));
  const url = `http://127.0.0.1:${env.PORT}`;
  const isReady = async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok ?? false;
  if (!(await until(isReady, (ready) => ready || child.exitCode !== null, 100_000))) throw new Error(log);
  return { url: `${url}/graphql`, secret: secrets.callerSecret.pmo ?? '', log: () => log };
};

/** Asks as the gateway does for a stranger. */
const ask = async ({ url, secret }: { url: string; secret: string }, query: string) => {
  const body = JSON.stringify({ query });
  const assertion = await new SignJWT({ scope: '' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('gateway')
    .setAudience('pmo')
    .setExpirationTime('1m')
    .sign(callerKeys(secret).assertion);
  const signature = createRequestSigner(secret)({ method: 'POST', path: '/graphql', assertion, body });
  const headers = { 'content-type': 'application/json', 'x-caller': assertion, 'x-signature': signature };
  return (await fetch(url, { method: 'POST', headers, body })).json();
};

test('of an error that is planted in a resolver the log names the file and the line of the source', async () => {
  const cwd = copyCheckout();
  const line = plantError(join(cwd, RESOLVER));
  const office = await startOffice(cwd);
  const { errors } = (await ask(office, '{ skill(code: "data-analysis") { name } }')) as {
    errors: { extensions: { errorId: string } }[];
  };
  const logged = async () =>
    office
      .log()
      .split('\n')
      .find((text) => text.includes(errors[0]?.extensions.errorId ?? 'no error'));
  const entry = JSON.parse((await until(logged, Boolean, 5_000)) ?? '{}') as {
    err: { message: string; stack: string };
  };
  expect(entry.err.message).toBe('planted');
  expect(entry.err.stack.split('\n')[1]).toMatch(new RegExp(`${RESOLVER}:${line}:\\d+\\)$`));
});
