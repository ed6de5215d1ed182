import { randomBytes, scryptSync } from 'node:crypto';
import type { Accounts } from '../../gateway/identity/accounts.ts';
import { openDirectory } from '../../gateway/identity/directory.ts';
import { identityEnv } from '../../gateway/identity/env.ts';
import { type Identity, startIdentity } from '../../gateway/identity/identity.ts';
import type { CodeMessage } from '../../gateway/identity/sender.ts';
import { parseEnv } from '../../subgraphs/kit/env.ts';
import { createLogger, type Logger } from '../../subgraphs/kit/log.ts';
import { scopes } from '../../subgraphs/kit/scopes.ts';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';
import { movableClock } from './clock.ts';
import { databaseFrom } from './database.ts';
import { freePort } from './port.ts';

const key = () => randomBytes(32).toString('base64url');

export const frontend = { id: 'frontend', redirectUri: 'https://app.example/callback' };
export const siti = { subject: '01890000-0000-7000-8000-000000000001', phone: '+6281234567890' };
export const officer = {
  subject: 'officer-1',
  organizationId: 'pmo-unit-1',
  email: 'officer@prakerja.example',
  password: 'correct horse battery staple',
  totpSecret: Buffer.from('12345678901234567890'),
};

export const putPerson = (accounts: Accounts, { subject, phone }: typeof siti): Promise<void> =>
  accounts.putParticipant({ subject, phone: new Secret('phone', phone) });

export const putOfficer = (accounts: Accounts): Promise<void> =>
  accounts.putOfficer({
    ...officer,
    email: new Secret('email', officer.email),
    password: new Secret('password', officer.password),
  });

export const identityVariables = (databaseUrl: string, port: number): Record<string, string> => ({
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: String(port),
  LOG_LEVEL: 'silent',
  DATABASE_URL: databaseUrl,
  ISSUER: `http://127.0.0.1:${port}`,
  COOKIE_KEYS: JSON.stringify([key()]),
  VAULT_KEYS: JSON.stringify({ current: '1', keys: { 1: key() }, index: key() }),
});

export interface TestIdentity extends Identity {
  issuer: string;
  clock: ReturnType<typeof movableClock>;
  /** The codes that were sent, oldest first. */
  sent: CodeMessage[];
}

/** The officer's password, hashed as an older and cheaper setting would have: for what is not about the hashing. */
export const putQuickPassword = async (
  { pool }: Pick<Identity, 'pool'>,
  { subject, password }: { subject: string; password: string },
): Promise<void> => {
  const salt = randomBytes(16);
  const cost = { N: 1_024, r: 8, p: 1 };
  const key = scryptSync(password, salt, 32, cost);
  const hash = ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
  await pool.query('update account set password_hash = $2 where subject = $1', [subject, hash]);
};

/** A migrated database of its own, empty. */
export const identityDatabase = (): Promise<string> =>
  databaseFrom('identity', async (url) => {
    const env = parseEnv(identityEnv, identityVariables(url, 1));
    const { pool } = await openDirectory(env, { now: () => new Date(), randomBytes });
    await pool.end();
  });

const recording = (log: Logger, warnings: object[]): Logger =>
  Object.assign(Object.create(log) as Logger, { warn: (details: object) => void warnings.push(details) });

/** An issuer on a free port, with a participant, an officer and a frontend. Its warnings go to `warnings`. */
export const startTestIdentity = async (
  overrides: Record<string, string> = {},
  { warnings = [] }: { warnings?: object[] } = {},
): Promise<TestIdentity> => {
  const variables = { ...identityVariables(await identityDatabase(), await freePort()), ...overrides };
  const env = parseEnv(identityEnv, variables);
  const clock = movableClock();
  const sent: CodeMessage[] = [];
  const identity = await startIdentity({
    env,
    sender: { send: async (message) => void sent.push(message) },
    surroundings: { now: clock.now, randomBytes },
    log: recording(createLogger({ service: 'identity', level: env.LOG_LEVEL }), warnings),
  });
  await identity.clients.put({
    id: frontend.id,
    name: 'Frontend',
    kind: 'FRONTEND',
    scopes: scopes.map(({ name }) => name),
    redirectUris: [frontend.redirectUri],
  });
  await putPerson(identity.accounts, siti);
  await putOfficer(identity.accounts);
  return { ...identity, issuer: env.ISSUER, clock, sent };
};
