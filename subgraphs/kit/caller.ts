import { GraphQLError } from 'graphql';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { callerKeys } from './request-signature.ts';

/** Who is asking, as the gateway vouches for it. An anonymous caller has no id and no scope. */
export interface Caller {
  /** The person's or client's subject: a participant's token carries the participant's id. */
  readonly id: string | null;
  /** The organisation's id. */
  readonly org: string | null;
  /** The client that the token was issued to (`azp`), where the issuer names it. */
  readonly client?: string | null;
  can(scope: string): boolean;
}

const claims = z.object({
  sub: z.string().min(1).max(128).optional(),
  org: z.string().min(1).max(128).optional(),
  azp: z.string().min(1).max(128).optional(),
  scope: z.string().max(2_000).default(''),
  exp: z.number(),
});

const CACHE_LIMIT = 5_000;

const callerOf = ({ sub, org, azp, scope }: z.infer<typeof claims>): Caller => {
  const scopes = new Set(scope.split(' ').filter(Boolean));
  return { id: sub ?? null, org: org ?? null, client: azp ?? null, can: (wanted) => scopes.has(wanted) };
};

export const anonymous: Caller = { id: null, org: null, can: () => false };

export const callerRefused = () =>
  new GraphQLError('This service answers the gateway only: caller or signature is missing, stale or not for it.', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  });

/**
 * Verifies the gateway's assertion (`x-caller`): HS256 with a key from this subgraph's own secret, audience this subgraph. The
 * gateway sends the same assertion for some seconds, so a verified one is remembered until it expires.
 * @throws GraphQLError UNAUTHENTICATED
 */
export const createCallerVerifier = ({ subgraph, secret }: { subgraph: string; secret: string }) => {
  const { assertion: key } = callerKeys(secret);
  const known = new Map<string, { caller: Caller; expires: number }>();
  return async (assertion: unknown): Promise<Caller> => {
    if (typeof assertion !== 'string') throw callerRefused();
    const remembered = known.get(assertion);
    if (remembered && remembered.expires > Date.now() / 1_000) return remembered.caller;
    const options = { algorithms: ['HS256'], issuer: 'gateway', audience: subgraph, requiredClaims: ['exp'] };
    const verified = await jwtVerify(assertion, key, options).catch((error: unknown) => {
      if (error instanceof errors.JOSEError) throw callerRefused();
      throw error;
    });
    const parsed = claims.parse(verified.payload);
    const caller = callerOf(parsed);
    if (known.size >= CACHE_LIMIT) known.clear();
    known.set(assertion, { caller, expires: parsed.exp });
    return caller;
  };
};
