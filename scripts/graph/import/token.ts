import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { importJWK, type JWK, SignJWT } from 'jose';
import { z } from 'zod';
import type { Role } from '../../../subgraphs/kit/scopes.ts';
import { callerEnv, isProduction } from '../../env.ts';
import { roles } from '../../roles.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { readStackFile } from '../../stack/stack-file.ts';
import { signToken } from '../../stack/token.ts';
import { UsageError } from '../../usage.error.ts';
import { DEFAULT_DATA } from '../places.ts';

/** A gateway, and tokens for it. */
export interface Gateway {
  url: string;
  /** A token that lives for a while longer; `refused` is one that the gateway did not take. */
  token(refused?: string): Promise<string>;
}

export interface TokenOptions {
  token?: string | undefined;
  'token-file'?: string | undefined;
  client?: string | undefined;
  data?: string | undefined;
  as?: string | undefined;
}

/** Life of a token that is left when a new one is fetched. */
const EARLY_MS = 90_000;

interface FetchedToken {
  text: string;
  expiresAt: number;
}

/** Keeps a token until shortly before it expires, or until it is refused; asks for a new one once at a time. */
const renewed = (fetchToken: () => Promise<FetchedToken>, now: () => number) => {
  let current: Promise<FetchedToken> | undefined;
  return async (refused?: string): Promise<string> => {
    const known = await current?.catch(() => undefined);
    if (!known || known.text === refused || known.expiresAt - now() < EARLY_MS) current = fetchToken();
    return (await (current ?? fetchToken())).text;
  };
};

const clientFile = z.object({
  issuer: z.string(),
  token_endpoint: z.url({ protocol: /^https?$/ }),
  client_id: z.string(),
  scope: z.string().optional(),
  key: z.record(z.string(), z.unknown()),
});

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number().default(600) });

const assertionOf = async ({ issuer, client_id: id, key }: z.infer<typeof clientFile>): Promise<string> => {
  const jwk = key as JWK;
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', ...(jwk.kid && { kid: jwk.kid }) })
    .setIssuer(id)
    .setSubject(id)
    .setAudience(issuer)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(await importJWK(jwk, 'ES256'));
};

/** Client credentials with `private_key_jwt` (RFC 7523), of a file as the default run writes it for its developers. */
const byClient = (file: string, now: () => number) => {
  const client = clientFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  return renewed(async () => {
    const fields = {
      grant_type: 'client_credentials',
      client_id: client.client_id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertionOf(client),
      ...(client.scope && { scope: client.scope }),
    };
    const response = await fetch(client.token_endpoint, { method: 'POST', body: new URLSearchParams(fields) });
    const answer = tokenAnswer.safeParse(await response.json().catch(() => null));
    if (!answer.success)
      throw new Error(`${client.token_endpoint} gave no token (${response.status}): is the key in ${file} registered?`);
    return { text: answer.data.access_token, expiresAt: now() + answer.data.expires_in * 1_000 };
  }, now);
};

const TOKEN_LIFE_MS = 600_000;

/** The sample partner of a running stack, or the organisation that is named. */
const byStack = (data: string, { subject, role }: { subject: string; role: Role }, now: () => number): Gateway => {
  if (isProduction()) throw new Error('in production say --client, --token-file or GRAPH_TOKEN, and GRAPH_URL');
  const { url, issuer } = readStackFile(data);
  const facts = { issuer, subject, role, scopes: roles[role] ?? [] };
  const sign = () => signToken(readSecrets(data).tokenKey, facts);
  return { url, token: renewed(async () => ({ text: await sign(), expiresAt: now() + TOKEN_LIFE_MS }), now) };
};

const givenToken = (options: TokenOptions, now: () => number): Gateway['token'] | undefined => {
  const { token, 'token-file': file, client } = options;
  if ([token, file, client].filter((each) => each !== undefined).length > 1)
    throw new UsageError('say one of --token, --token-file and --client');
  if (token !== undefined) return async () => token;
  // Whoever renews the file need not stop the import.
  if (file !== undefined) return async () => readFileSync(file, 'utf8').trim();
  return client === undefined ? undefined : byClient(client, now);
};

/**
 * The gateway and the token of a partner: as said, of GRAPH_TOKEN, or of a running stack.
 * @throws UsageError when two tokens are given, Error when none can be had
 */
export const gatewayOf = (options: TokenOptions, role: Role, now: () => number): Gateway => {
  const { GRAPH_URL: url, GRAPH_TOKEN: ofEnvironment } = callerEnv();
  const token = givenToken(options, now);
  const { data, as = `synthetic-${role}` } = options;
  if (token) return { url: data === undefined ? url : readStackFile(data).url, token };
  if (data === undefined && ofEnvironment) return { url, token: async () => ofEnvironment };
  return byStack(data ?? DEFAULT_DATA, { subject: as, role }, now);
};
