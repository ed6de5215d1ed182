import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { ClientKind, PublicJwk } from '../../gateway/identity/clients.ts';
import { type Directory, openDirectory } from '../../gateway/identity/directory.ts';
import { scopes, scopesOf } from '../../subgraphs/kit/scopes.ts';
import { Secret } from '../../subgraphs/kit/vault/secret.ts';
import { PROGRAMME_OFFICE } from '../../subgraphs/pmo/organization/programme-office.ts';
import { frontend, OFFICER_EMAIL } from './developer.data.ts';
import { EXPLORER } from './environment.ts';
import { type PartnerRole, type SyntheticOrganization, syntheticOrganizations } from './organizations.data.ts';
import { putOrganizations } from './organizations.ts';
import { sampleAlumnus, samplePhone } from './sample.ts';
import { readSecrets, type Secrets } from './secrets.ts';
import type { Stack } from './stack.ts';

/** The private key of a client, made once per data directory. */
const clientKey = async (file: string): Promise<JWK & PublicJwk> => {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).key;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomBytes(9).toString('base64url') } as JWK & PublicJwk;
};

const PARTNERS = Object.entries(syntheticOrganizations) as [PartnerRole, SyntheticOrganization][];

/** The clients of the default run, each with its key in a file for its developer. */
const syntheticClients = (issuer: string, data: string) => {
  const folder = join(data, 'clients');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return Promise.all(
    PARTNERS.map(async ([role, organization]) => {
      const id = `synthetic-${role}`;
      const file = join(folder, `${role}.json`);
      const scope = scopesOf(role);
      const key = await clientKey(file);
      const readme = { issuer, token_endpoint: `${issuer}/token`, client_id: id, scope: scope.join(' '), key };
      writeFileSync(file, JSON.stringify(readme, null, 2), { mode: 0o600 });
      return { id, kind: role.toUpperCase() as ClientKind, organization, scopes: scope, key };
    }),
  );
};

const putClients = async ({ clients }: Directory, { issuer, databases }: Stack, data: string) => {
  const synthetic = await syntheticClients(issuer, data);
  const keys = await putOrganizations(databases.pmo ?? '', { clients: synthetic, now: new Date() });
  for (const { id, kind, organization, scopes: held } of synthetic) {
    await clients.put({ id, name: id, kind, organizationId: organization.id, scopes: held });
    const known = keys.get(id);
    if (known) await clients.replaceKeys(id, known);
  }
};

/** The explorer's client comes back to the page itself, by either name of this machine. */
const explorerUris = ({ url }: Stack) => [url, url.replace('//localhost:', '//127.0.0.1:')];

const putFrontends = async ({ clients }: Directory, stack: Stack) => {
  const all = scopes.map(({ name }) => name);
  const put = (id: string, name: string, redirectUris: readonly string[]) =>
    clients.put({ id, name, kind: 'FRONTEND', scopes: all, redirectUris });
  await put(frontend.id, 'Developer frontend', [frontend.redirectUri]);
  await put(EXPLORER, 'Explorer', explorerUris(stack));
};

const putPeople = async ({ accounts }: Directory, { databases }: Stack, { officer, vaultKeys }: Secrets) => {
  await accounts.putOfficer({
    subject: 'synthetic-officer',
    organizationId: PROGRAMME_OFFICE.id,
    email: new Secret('email', OFFICER_EMAIL),
    password: new Secret('password', officer.password),
    totpSecret: Buffer.from(officer.totpSecret, 'base64url'),
  });
  const pmo = databases.pmo ?? '';
  // A stack may be started without participants.
  const subject = await sampleAlumnus(pmo).catch(() => undefined);
  const phone = subject && (await samplePhone({ pmoUrl: pmo, vaultKeys: vaultKeys.pmo, id: subject }));
  if (subject && phone) await accounts.putParticipant({ subject, phone: new Secret('phone', phone) });
};

/** Makes who can sign in on the default run, and what can ask for tokens; safe to run again. */
export const putAccounts = async (stack: Stack, data: string): Promise<void> => {
  const secrets = readSecrets(data);
  const { identity: keys } = secrets.vaultKeys;
  const { identity: url } = stack.databases;
  if (!keys || !url) throw new Error('the stack has no identity service');
  const env = { DATABASE_URL: url, DATABASE_CONNECTIONS: 2, VAULT_KEYS: keys };
  const directory = await openDirectory(env, { now: () => new Date(), randomBytes });
  try {
    await putClients(directory, stack, data);
    await putFrontends(directory, stack);
    await putPeople(directory, stack, secrets);
  } finally {
    await directory.pool.end();
  }
};
