import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { isBroken } from './broken-text.ts';
import { acceptedCallerKeys } from './request-signature.ts';
import { organizationScopes } from './scopes.ts';

/** Who is asking, as the gateway vouches for it. An anonymous caller has no id and no scope. */
export interface Caller {
  /** The person's or client's subject: a participant's token carries the participant's id. */
  readonly id: string | null;
  /** The organisation's id. */
  readonly org: string | null;
  /** The client that the token was issued to (`azp`), where the issuer names it. */
  readonly client?: string | null;
  /** Thumbprint of the key that the token is bound to (RFC 9449), which a device keeps; null for a token without one. */
  readonly device?: string | null;
  can(scope: string): boolean;
}

// They are written down in the audit trail: what cannot be stored is no name.
const name = z
  .string()
  .min(1)
  .max(128)
  .refine((text) => !isBroken(text))
  .optional();

const claims = z.object({
  iss: z.literal('gateway'),
  aud: z.string(),
  sub: name,
  org: name,
  azp: name,
  jkt: name,
  scope: z.string().max(2_000).default(''),
  exp: z.number(),
});

const CACHE_LIMIT = 5_000;

const callerOf = ({ sub, org, azp, jkt, scope }: z.infer<typeof claims>): Caller => {
  const held = scope.split(' ').filter(Boolean);
  const scopes = new Set(org ? held : held.filter((name) => !organizationScopes.has(name)));
  return {
    id: sub ?? null,
    org: org ?? null,
    client: azp ?? null,
    device: jkt ?? null,
    can: (wanted) => scopes.has(wanted),
  };
};

export const anonymous: Caller = { id: null, org: null, can: () => false };

export const callerRefused = () =>
  new GraphQLError('This service answers the gateway only: caller or signature is missing, stale or not for it.', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  });

const jsonIn = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/**
 * The claims of a JWT (RFC 7519) that is signed by HS256 with this key. Synchronous: a library's web-crypto would hand
 * each signature to another thread and back, which costs more than checking it.
 * @throws Error of any kind when it is none
 */
const verified = (assertion: string, key: KeyObject): z.infer<typeof claims> => {
  const [header = '', payload = '', signature = '', ...rest] = assertion.split('.');
  const expected = createHmac('sha256', key).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Error('forged');
  if ((jsonIn(header) as { alg?: unknown }).alg !== 'HS256') throw new Error('another algorithm');
  return claims.parse(jsonIn(payload));
};

/**
 * Verifies the gateway's assertion (`x-caller`): HS256 with a key from this subgraph's own secret, audience this subgraph. The
 * gateway sends the same assertion for some seconds, so a verified one is remembered until it expires.
 * @throws GraphQLError UNAUTHENTICATED
 */
export const createCallerVerifier = ({ subgraph, secret }: { subgraph: string; secret: string }) => {
  const keys = acceptedCallerKeys(secret);
  const known = new Map<string, { caller: Caller; expires: number }>();
  const claimsOf = (assertion: string) => {
    for (const { assertion: key } of keys) {
      try {
        const found = verified(assertion, key);
        if (found.aud === subgraph && found.exp > Date.now() / 1_000) return found;
      } catch {
        // Whatever is wrong with it, it is not the gateway's, by this key.
      }
    }
    throw callerRefused();
  };
  return async (assertion: unknown): Promise<Caller> => {
    if (typeof assertion !== 'string') throw callerRefused();
    const remembered = known.get(assertion);
    if (remembered && remembered.expires > Date.now() / 1_000) return remembered.caller;
    const parsed = claimsOf(assertion);
    const caller = callerOf(parsed);
    if (known.size >= CACHE_LIMIT) known.clear();
    known.set(assertion, { caller, expires: parsed.exp });
    return caller;
  };
};
