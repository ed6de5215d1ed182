import { errors, jwtVerify } from 'jose';
import { type KeySet, KeysUnavailable } from './key-set.ts';

/** Who asks, as the gateway vouches for it. An anonymous caller has no subject and no scopes. */
export interface Caller {
  /** A name of the person or client that only this subgraph knows, the same at each request. */
  readonly subject: string | null;
  /** The scopes that some field of this subgraph demands, as far as the caller has them. */
  readonly scopes: ReadonlySet<string>;
  can(scope: string): boolean;
}

const cacheLimit = 5_000;
const toleranceS = 5;

const callerOf = (subject: string | undefined, scope: unknown): Caller => {
  const scopes = new Set(typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []);
  return { subject: subject ?? null, scopes, can: (name) => scopes.has(name) };
};

/** The assertion is not the gateway's, or for another subgraph. */
export class CallerUnknown extends Error {}

/**
 * Verifies the gateway's word on the caller (`x-caller`): a JWT by EdDSA for this subgraph alone. The gateway sends the
 * same one for some seconds, so a verified one is remembered until it expires.
 */
export const createCallerVerifier = ({ subgraph, keys }: { subgraph: string; keys: KeySet }) => {
  const known = new Map<string, { caller: Caller; expiresMs: number }>();

  const read = async (assertion: string) => {
    const { payload } = await jwtVerify(
      assertion,
      async ({ kid = '' }) => (await keys.keyOf(kid)) ?? Promise.reject(new errors.JWKSNoMatchingKey()),
      {
        issuer: 'gateway',
        audience: subgraph,
        algorithms: ['EdDSA'],
        clockTolerance: toleranceS,
        requiredClaims: ['exp', 'iat'],
      },
    );
    return { caller: callerOf(payload.sub, payload.scope), expiresMs: Number(payload.exp) * 1_000 };
  };

  /** @throws CallerUnknown, KeysUnavailable */
  return async (assertion: unknown): Promise<Caller> => {
    if (typeof assertion !== 'string') throw new CallerUnknown();
    const remembered = known.get(assertion);
    if (remembered && remembered.expiresMs > Date.now()) return remembered.caller;
    try {
      const found = await read(assertion);
      if (known.size >= cacheLimit) known.clear();
      known.set(assertion, found);
      return found.caller;
    } catch (error) {
      throw error instanceof KeysUnavailable
        ? error
        : new CallerUnknown('the caller is not vouched for', { cause: error });
    }
  };
};
