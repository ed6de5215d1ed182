import { generateKeyPair, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { services, subgraphs, subscriptions } from '../services.ts';
import { simulatedPartners } from '../simulators/partners.data.ts';
import { ensurePrivate } from './private-directory.ts';

/** What a stack keeps secret, made once per data directory and readable by its owner only. */
export interface Secrets {
  databasePassword: Record<string, string>;
  callerSecret: Record<string, string>;
  /** Secrets of events, keyed by `from>to`. */
  eventSecret: Record<string, string>;
  /** Vault keys of each service that seals personal data. */
  vaultKeys: Record<string, VaultKeys>;
  tokenKey: JWK;
  /** Key with which training signs purchase tokens; payments needs its public half. */
  purchaseTokenKey: JWK;
  /** Key of the proofs of NIKs that pmo gives payments and payment partners make, for that alone. */
  nikAttestationKey: string;
  /** Key with which the programme signs status lists of certificates. */
  programmeKey: JWK;
  /** What the gateway shows partners' subgraphs itself and callers by. */
  partnerKeys: { signing: JWK[]; subjects: string };
  /** Key with which the conformance runner asks partners' subgraphs, and signs what it found. */
  runnerKey: JWK;
  /** Key with which the identity service signs its cookies. */
  cookieKey: string;
  /** What the synthetic officer signs in with; the TOTP secret in base64url. */
  officer: { password: string; totpSecret: string };
  payout: PayoutSecrets;
}

/** What payments and the simulated payment partners know of each other; the keys are PEM of private RSA keys. */
export interface PayoutSecrets {
  payerKey: string;
  attestationKey: string;
  /** Client secrets by the partner's code. */
  clientSecret: Record<string, string>;
}

/** The services with a vault of personal data. */
export const vaults: readonly string[] = ['pmo', 'payments', 'identity'];

const random = () => randomBytes(32).toString('base64url');

const forEach = (names: readonly string[], make: () => string) =>
  Object.fromEntries(names.map((name) => [name, make()]));

/** One key under the name of this month, and a key of the indexes. */
export const randomVaultKeys = (): VaultKeys => {
  const current = new Date().toISOString().slice(0, 7);
  return { current, keys: { [current]: random() }, index: random() };
};

export const pairOf = ({ from, to }: { from: string; to: string }): string => `${from}>${to}`;

/** A new private key of P-256 under a name of its own. */
export const randomSigningKey = (): JWK => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), alg: 'ES256', use: 'sig', kid: random().slice(0, 16) };
};

const randomEdKey = (): JWK => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK;

const generateRsa = promisify(generateKeyPair);

const newRsaKey = async (): Promise<string> => {
  const { privateKey } = await generateRsa('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
};

/** RSA keys take a quarter of a second: only a stack that has none makes them. */
const createPayoutSecrets = async (): Promise<PayoutSecrets> => {
  const [payerKey, attestationKey] = await Promise.all([newRsaKey(), newRsaKey()]);
  const codes = simulatedPartners.map(({ code }) => code);
  return { payerKey, attestationKey, clientSecret: forEach(codes, random) };
};

const createSecrets = (): Omit<Secrets, 'payout'> => {
  const names = subgraphs.map(({ name }) => name);
  return {
    databasePassword: forEach(
      services.map(({ name }) => name),
      random,
    ),
    callerSecret: forEach(names, random),
    eventSecret: forEach(subscriptions.map(pairOf), () => `whsec_${randomBytes(32).toString('base64')}`),
    vaultKeys: Object.fromEntries(vaults.map((name) => [name, randomVaultKeys()])),
    tokenKey: randomSigningKey(),
    purchaseTokenKey: randomSigningKey(),
    nikAttestationKey: random(),
    programmeKey: randomSigningKey(),
    partnerKeys: { signing: [randomEdKey()], subjects: random() },
    runnerKey: randomEdKey(),
    cookieKey: random(),
    officer: { password: random().slice(0, 20), totpSecret: randomBytes(20).toString('base64url') },
  };
};

const secretsFile = (data: string) => join(data, 'secrets.json');

/** @throws Error when the directory holds no stack, which `npm start` makes */
export const readSecrets = (data: string): Secrets => {
  const file = secretsFile(data);
  if (!existsSync(file)) throw new Error(`there is no stack in ${data}; run npm start first, or name it with --data`);
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
};

/** A stack made by an older version lacks the secrets of newer services: they are added. */
const completed = (known: Secrets, fresh: Omit<Secrets, 'payout'>): Omit<Secrets, 'payout'> => ({
  databasePassword: { ...fresh.databasePassword, ...known.databasePassword },
  callerSecret: { ...fresh.callerSecret, ...known.callerSecret },
  eventSecret: { ...fresh.eventSecret, ...known.eventSecret },
  vaultKeys: { ...fresh.vaultKeys, ...known.vaultKeys },
  tokenKey: known.tokenKey,
  purchaseTokenKey: known.purchaseTokenKey ?? fresh.purchaseTokenKey,
  nikAttestationKey: known.nikAttestationKey ?? fresh.nikAttestationKey,
  programmeKey: known.programmeKey ?? fresh.programmeKey,
  partnerKeys: known.partnerKeys ?? fresh.partnerKeys,
  runnerKey: known.runnerKey ?? fresh.runnerKey,
  cookieKey: known.cookieKey ?? fresh.cookieKey,
  officer: known.officer ?? fresh.officer,
});

/** Reads the stack's secrets and makes those that are missing. */
export const ensureSecrets = async (data: string): Promise<Secrets> => {
  ensurePrivate(data);
  const fresh = createSecrets();
  const known = existsSync(secretsFile(data)) ? readSecrets(data) : undefined;
  const payout = known?.payout ?? (await createPayoutSecrets());
  const secrets = { ...(known ? completed(known, fresh) : fresh), payout };
  writeFileSync(secretsFile(data), JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
};
