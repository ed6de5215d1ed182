import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type Provider from 'oidc-provider';
import { ClockWatch, watched } from '../../subgraphs/kit/clock-watch.ts';
import type { Logger } from '../../subgraphs/kit/log.ts';
import { pruning } from '../../subgraphs/kit/prune.ts';
import { createReadiness } from '../../subgraphs/kit/readiness.ts';
import { tellKnownKeys } from '../../subgraphs/kit/vault/known-keys.ts';
import { Attempts } from './attempts.ts';
import { identityChain } from './blind-index.ts';
import { Budgets } from './budgets.ts';
import { Devices } from './devices.ts';
import { type Directory, openDirectory, partsOf } from './directory.ts';
import type { IdentityEnv } from './env.ts';
import { openInbox } from './inbox.ts';
import { Invitations } from './invitations.ts';
import { Door } from './login/door.ts';
import { createInvitation } from './login/invitation.ts';
import { createLogin } from './login/login.ts';
import { openMetrics } from './metrics.ts';
import { OfficerSignIn } from './officer-sign-in.ts';
import { OneTimeCodes } from './one-time-codes.ts';
import { createProvider } from './provider.ts';
import { createRevocations } from './revocations.ts';
import type { CodeSender } from './sender.ts';
import { createIdentityServer } from './server.ts';
import { SignIn } from './sign-in.ts';
import { type SigningKey, SigningKeys } from './signing-keys.ts';
import { stateAdapter, sweep } from './state.ts';
import type { Surroundings } from './surroundings.ts';
import { WorkQueue } from './work-queue.ts';

const REFRESH_MS = 30_000;
const SWEEP_MS = 60_000;

export interface IdentityOptions {
  env: IdentityEnv;
  sender: CodeSender;
  surroundings: Surroundings;
  log: Logger;
}

export interface Identity extends Directory {
  port: number;
  signingKeys: SigningKeys;
  /** Takes up changed signing keys now instead of within 30 s. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * One password takes 32 MiB and a processor for a fifth of a second; two threads of four are left to signing and files.
 */
const passwordQueue = { atOnce: 2, most: 12, mostOfOne: 4, mostOfKnown: 4, waitMs: 2_000, stalledAfterMs: 5_000 };

/** The sign-in pages, and the queue of passwords. */
const loginOf = (options: IdentityOptions, { pool, accounts }: Directory, provider: () => Provider) => {
  const { env, sender, surroundings, log } = options;
  const { index, formerIndexes, indexes, cipher } = partsOf(env);
  const queue = new WorkQueue({ ...passwordQueue, now: surroundings.now });
  const attempts = new Attempts(pool, surroundings);
  const budgets = new Budgets({ pool, limits: env.SIGN_IN_LIMITS, surroundings, log });
  const cookieKeys = env.COOKIE_KEYS.map((key) => key.reveal());
  const devices = new Devices({ cookieKeys, index, isSecure: env.ISSUER.startsWith('https:'), surroundings });
  const codes = new OneTimeCodes({ pool, index, formerIndexes, surroundings });
  const door = new Door({ queue, budgets, devices, index, proxies: env.PROXIES, surroundings });
  const invitations = new Invitations({ pool, index, indexes, cipher, attempts, surroundings });
  const invitation = createInvitation({ issuer: env.ISSUER, invitations, door, surroundings });
  const login = createLogin({
    provider,
    signIn: new SignIn({ accounts, attempts, budgets, codes, index, sender, surroundings, log }),
    officers: new OfficerSignIn({ accounts, attempts, budgets, devices, index, surroundings }),
    door,
  });
  return { login, invitation, queue };
};

/** Keeps a provider for the signing keys of the moment. A request ends with the one that it began with. */
const providerOf = async (options: IdentityOptions, directory: Directory, signingKeys: SigningKeys) => {
  const { env, surroundings, log } = options;
  const { accounts, clients, pool } = directory;
  const { index } = partsOf(env);
  const adapter = stateAdapter({ pool, index, clients, surroundings });
  const cookieKeys = env.COOKIE_KEYS.map((key) => key.reveal());
  const build = (keys: readonly SigningKey[]) =>
    createProvider({
      issuer: env.ISSUER,
      audience: env.TOKEN_AUDIENCE,
      cookieKeys,
      adapter,
      accounts,
      signingKeys: keys,
      log,
    });
  let keys = await signingKeys.current();
  let provider: Provider = build(keys);
  const refresh = async () => {
    const fresh = await signingKeys.current();
    if (fresh.map(({ kid }) => kid).join() === keys.map(({ kid }) => kid).join()) return;
    keys = fresh;
    provider = build(fresh);
    log.info({ kids: fresh.map(({ kid }) => kid) }, 'signing keys changed');
  };
  return { current: () => provider, refresh };
};

const repeat = (work: () => Promise<void>, everyMs: number, log: Logger) => {
  // What throws before its promise is there would end the process.
  const begin = async () => work();
  const timer = setInterval(() => {
    begin().catch((error: unknown) => log.error({ err: error }, 'a background task failed'));
  }, everyMs);
  return () => clearInterval(timer);
};

/** Runs the issuer: opens the database, migrates it, and listens. */
export const startIdentity = async (given: IdentityOptions): Promise<Identity> => {
  const clock = new ClockWatch({ log: given.log });
  const surroundings = { ...given.surroundings, now: watched(given.surroundings.now, clock) };
  const options = { ...given, surroundings };
  const { env, log } = options;
  const { DATABASE_URL: url, VAULT_KEYS } = env;
  const knownKeys = await tellKnownKeys({ url, name: 'identity', keys: identityChain(VAULT_KEYS).length });
  const directory = await openDirectory(env, surroundings);
  const { pool } = directory;
  const { cipher } = partsOf(env);
  const signingKeys = new SigningKeys({
    pool,
    cipher,
    surroundings,
    days: env.SIGNING_KEY_DAYS,
    fixed: env.SIGNING_KEY,
  });
  const provider = await providerOf(options, directory, signingKeys);
  // A connection that breaks while nobody uses it is replaced at the next use.
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection broke'));
  const inbox = await openInbox({ env, surroundings, log });
  const metrics = await openMetrics(env, { ...directory, clock });
  const secret = env.REVOCATIONS_SECRET?.reveal();
  const { login, invitation, queue } = loginOf(options, directory, provider.current);
  const readiness = createReadiness({ url: env.DATABASE_URL, name: 'identity', clock });
  await readiness.check().catch(() => clock.assertRight());
  const server = createIdentityServer({
    issuer: env.ISSUER,
    provider: provider.current,
    login,
    invitation,
    receive: inbox.receive,
    revocations: secret === undefined ? undefined : createRevocations({ queries: pool, surroundings, secret }),
    checkReady: async () => {
      if (queue.isStalled()) throw new Error('passwords are not checked any more');
      await readiness.check();
    },
    clockFault: () => clock.fault(),
    log,
    observe: metrics?.observe,
  });
  server.listen(env.PORT, env.HOST);
  await once(server, 'listening');
  const timers = [
    repeat(provider.refresh, REFRESH_MS, log),
    repeat(() => sweep(pool, surroundings.now()), SWEEP_MS, log),
  ];
  const prune = pruning({ database: { pool }, now: surroundings.now, log });
  prune.start();
  const stop = async () => {
    for (const clear of timers) clear();
    await prune.stop();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await closed;
    await inbox.close();
    await readiness.close();
    await knownKeys.close();
    await pool.end();
    await metrics?.stop();
  };
  const { port } = server.address() as AddressInfo;
  return { ...directory, port, signingKeys, refresh: provider.refresh, stop };
};
