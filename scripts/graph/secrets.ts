import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { publicKeyText } from '../../schema/registry/key.ts';
import { pinnedOwnKeys } from '../own-keys.ts';
import { services, subgraphs, subscriptions } from '../services.ts';
import { randomSigningKey, randomVaultKeys, vaults } from '../stack/secrets.ts';
import { graphCommand } from './command.ts';

const help = `
npm run graph -- secrets [--out FILE]

Prints an .env for docker-compose.yml: fresh secrets, and empty lines for what only you know. Keep a copy where the
machine's loss does not reach it: the vault keys cannot be replaced.
  --out  writes it to this file instead, for its owner only; a file that is there already is left as it is
`;

const key = () => randomBytes(32).toString('base64url');
const eventSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const json = (value: unknown) => `'${JSON.stringify(value)}'`;

type Line = [name: string, value: string];

const forEach = (names: readonly string[], suffix: string, make: () => string): Line[] =>
  names.map((name) => [`${name.toUpperCase()}_${suffix}`, make()]);

/** What somebody must fill in: addresses and what other systems gave. */
const OWN = ['TOKEN_ISSUER', 'CODE_SENDER_URL', 'CODE_SENDER_TOKEN', 'CIVIL_REGISTRY_URL', 'CIVIL_REGISTRY_KEY'];

const password = () => randomBytes(24).toString('hex');

/** Training signs purchase tokens with the private half, payments verifies them with the public one. */
const purchaseTokenLines = (): Line[] => {
  const { kty, crv, x, y, kid, ...rest } = randomSigningKey();
  return [
    ['TRAINING_PURCHASE_TOKEN_KEY', json({ kty, crv, x, y, kid, ...rest })],
    ['PAYMENTS_PURCHASE_TOKEN_PUBLIC_KEY', json({ kty, crv, x, y, kid })],
  ];
};

/** Only `publish-own` gets the private halves of the keys of our own publishers; gateways pin the public ones. */
const ownPublisherLines = (): Line[] => {
  const newKey = () => generateKeyPairSync('ed25519').privateKey;
  const keys = { publishers: Object.fromEntries(subgraphs.map(({ name }) => [name, newKey()])), approver: newKey() };
  const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' });
  const warden = newKey();
  const publishers = Object.entries(keys.publishers).map(([name, key]) => [name, jwkOf(key)]);
  return [
    ['OWN_PUBLISHER_KEYS', json({ publishers: Object.fromEntries(publishers), approver: jwkOf(keys.approver) })],
    ['PUBLISHER_KEYS', json(pinnedOwnKeys({ ...keys, warden }))],
    ['WARDEN_KEY', json(jwkOf(warden))],
  ];
};

/** What the gateway shows itself by to partners' subgraphs, and the runner of the conformance, whose key is another. */
const partnerLines = (): Line[] => {
  const newKey = () => generateKeyPairSync('ed25519').privateKey;
  const gateway = newKey();
  const runner = newKey();
  const { d: _private, ...published } = runner.export({ format: 'jwk' });
  return [
    ['PARTNER_KEYS', json({ signing: [gateway.export({ format: 'jwk' })], others: [published], subjects: key() })],
    ['CONFORMANCE_RUNNER_KEY', json(runner.export({ format: 'jwk' }))],
    ['CONFORMANCE_KEYS', json([publicKeyText(runner)])],
    ['CONFORMANCE_SECRET', key()],
  ];
};

/** The variables of docker-compose.yml that have no default. */
const secretLines = (): Line[] => [
  ['POSTGRES_PASSWORD', password()],
  ...forEach(
    services.map(({ name }) => name),
    'DATABASE_PASSWORD',
    password,
  ),
  ...forEach(
    subgraphs.map(({ name }) => name),
    'CALLER_SECRET',
    key,
  ),
  ...forEach(
    subscriptions.map(({ from, to }) => `${from}_TO_${to}`),
    'SECRET',
    eventSecret,
  ),
  ...forEach(vaults, 'VAULT_KEYS', () => json(randomVaultKeys())),
  ...purchaseTokenLines(),
  ['PMO_NIK_ATTESTATION_KEY', key()],
  ['TRAINING_PROGRAMME_KEY', json(randomSigningKey())],
  ['IDENTITY_COOKIE_KEYS', json([key()])],
  ['REVOCATIONS_SECRET', key()],
  ['SUPERGRAPH_SECRET', key()],
  ['BUNDLE_SECRET', key()],
  ...ownPublisherLines(),
  ['COUNTS_SECRET', key()],
  ...partnerLines(),
  ...OWN.map((name): Line => [name, '']),
];

/** An `.env` for docker-compose.yml, in the order of `.env.example`. */
export const envFile = (): string => {
  const lines = secretLines().map(([name, value]) => `${name}=${value}\n`);
  return `# Made by npm run graph -- secrets. Fill in the empty ones; .env.example says what each is for.\n${lines.join('')}`;
};

const writeNew = (file: string): void => {
  try {
    writeFileSync(file, envFile(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new Error(`${file} is there already, and is left as it is`);
    throw error;
  }
  process.stdout.write(`secrets: written to ${file}; fill in ${OWN.join(', ')}\n`);
};

export const command = graphCommand({
  help,
  options: { out: { type: 'string' } },
  run: async ({ out }) => {
    if (out === undefined) process.stdout.write(envFile());
    else writeNew(out);
  },
});
