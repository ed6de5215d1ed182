import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { packKit } from '../../scripts/partner/pack.ts';
import { newDirectory } from './directory.ts';
import { freePort } from './port.ts';
import { until } from './until.ts';

const KIT = '@prakerja/subgraph-kit';

const dependenciesIn = (file: string): string[] =>
  Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { dependencies: object }).dependencies);

const link = (name: string, folder: string): void => {
  const place = join(folder, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(resolve('node_modules', name), place, 'junction');
};

/**
 * Puts the bank's subgraph where nothing of this repository is: its own folder, the partner kit as the package that
 * partners get, and the packages that the two name. What it would need beside these is not there.
 */
export const installKur = async (): Promise<string> => {
  const folder = newDirectory('kur');
  cpSync(join('subgraphs', 'kur'), folder, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
  const kit = join(folder, 'node_modules', KIT);
  mkdirSync(kit, { recursive: true });
  const tarball = await packKit(join(folder, 'packages'));
  await promisify(execFile)('tar', ['-xzf', tarball, '-C', kit, '--strip-components=1']);
  const named = [join(folder, 'package.json'), join(kit, 'package.json')].flatMap(dependenciesIn);
  for (const name of new Set(named.filter((each) => each !== KIT))) link(name, folder);
  return folder;
};

export interface KurProcess {
  /** URL at which the gateway asks. */
  address: string;
  /** What it has written so far. */
  log(): string;
  stop(): Promise<void>;
}

const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

const started = async (child: ChildProcess, port: number): Promise<KurProcess> => {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (text += part.toString()));
  const end = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  if (!(await until(() => isReady(port), Boolean, 60_000))) {
    await end();
    throw new Error(`the bank did not start: ${text}`);
  }
  return { address: `http://127.0.0.1:${port}/graphql`, log: () => text, stop: end };
};

/** The simulated credit bureau of an installed bank, with the key that it takes. */
export const startBureau = async (folder: string) => {
  const port = await freePort();
  const apiKey = randomBytes(24).toString('base64url');
  const env = { PORT: String(port), BUREAU_API_KEY: apiKey };
  const child = spawn(process.execPath, ['simulator/main.ts'], { cwd: folder, env, stdio: 'pipe' });
  const { log, stop } = await started(child, port);
  return { url: `http://127.0.0.1:${port}`, apiKey, log, stop };
};

export interface KurFacts {
  folder: string;
  databaseUrl: string;
  /** URL of the gateway. */
  graphUrl: string;
  bureau: { url: string; apiKey: string };
}

/** Starts an installed bank as its own people would: with plain Node, and an environment that holds nothing of ours. */
export const startKur = async ({ folder, databaseUrl, graphUrl, bureau }: KurFacts): Promise<KurProcess> => {
  const port = await freePort();
  const env = {
    PORT: String(port),
    ADDRESS: `http://127.0.0.1:${port}/graphql`,
    GATEWAY_KEYS: new URL('/.well-known/http-message-signatures-directory', graphUrl).href,
    DATABASE_URL: databaseUrl,
    KUR_SECRET: randomBytes(32).toString('base64url'),
    BUREAU_URL: bureau.url,
    BUREAU_API_KEY: bureau.apiKey,
    CHECK_EVERY_MS: '100',
    SEED_2021: 'true',
  };
  return started(spawn(process.execPath, ['main.ts'], { cwd: folder, env, stdio: 'pipe' }), port);
};

/** What a database holds. */
export const rowsOf = async (databaseUrl: string, text: string): Promise<Record<string, string>[]> => {
  const connection = new pg.Client({ connectionString: databaseUrl });
  await connection.connect();
  try {
    return (await connection.query(text)).rows;
  } finally {
    await connection.end();
  }
};
