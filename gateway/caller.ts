import { createHmac, type KeyObject } from 'node:crypto';
import { type JWTPayload, errors as joseErrors } from 'jose';
import { isBroken } from '../subgraphs/kit/broken-text.ts';
import type { ProofOfPossession } from './dpop.ts';
import { RequestRefusal } from './errors.ts';
import type { Revocations, TokenClaims } from './revocations.ts';
import { createTokenVerifier, type TokenVerification } from './token-verifier.ts';

const assertionLifetimeS = 60;
const assertionReuseMs = 30_000;

interface Assertion {
  token: string;
  reuseUntil: number;
}

/** Who calls: from a verified token, or nobody. Times are epoch milliseconds. */
export class Caller {
  readonly expiresAt: number;
  readonly isAnonymous: boolean;
  readonly #claims: Record<string, string>;
  readonly #scopes: ReadonlySet<string>;
  /** Thumbprint of the key that the token is bound to (`cnf.jkt`): it is good with a proof of that key only. */
  readonly boundTo: string | undefined;
  readonly #issuedAtS: number | undefined;
  readonly #assertions = new Map<string, Assertion>();

  constructor(
    claims: Record<string, string>,
    expiresAt: number,
    binding: { issuedAtS?: number | undefined; boundTo?: string } = {},
  ) {
    this.#claims = claims;
    this.#issuedAtS = binding.issuedAtS;
    this.boundTo = binding.boundTo;
    this.#scopes = new Set(claims.scope?.split(' ').filter(Boolean));
    this.isAnonymous = claims.sub === undefined;
    this.expiresAt = expiresAt;
  }

  /** The person's or client's subject. */
  get id(): string | undefined {
    return this.#claims.sub;
  }

  /** The client that the token was issued to, or else its organisation. */
  get client(): string | undefined {
    return this.#claims.azp ?? this.#claims.org;
  }

  /** By what its token may be revoked. */
  get token(): TokenClaims {
    const { org, azp, sub } = this.#claims;
    return { org, azp, sub, iat: this.#issuedAtS };
  }

  can(scope: string): boolean {
    return this.#scopes.has(scope);
  }

  /** The signed caller assertion for `subgraph`, reused for 30 s of its 60 s life. */
  assertionFor(subgraph: string, key: KeyObject): string {
    const now = Date.now();
    const known = this.#assertions.get(subgraph);
    if (known !== undefined && now < known.reuseUntil) return known.token;
    const iat = Math.floor(now / 1000);
    const exp = iat + assertionLifetimeS;
    const token = signHs256({ iss: 'gateway', aud: subgraph, ...this.#claims, iat, exp }, key);
    this.#assertions.set(subgraph, { token, reuseUntil: now + assertionReuseMs });
    return token;
  }
}

const hs256Header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

// Synchronous on purpose: a web-crypto signature would cost an async hop per call.
const signHs256 = (claims: object, key: KeyObject) => {
  const signed = `${hs256Header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
};

export const anonymous = new Caller({ scope: '' }, Number.POSITIVE_INFINITY);

export interface TokenRules extends TokenVerification {
  /** Asked at every request, since a token outlives its revocation by minutes. */
  isRevoked?: Revocations['isRevoked'] | undefined;
  /** Verified tokens kept until they expire. */
  cacheSize?: number;
  /** The graph's URL as clients write it in their proofs, and the check of those. */
  possession?: { url: string; proofs: ProofOfPossession };
}

/** How a request proves that its token is its own (RFC 9449). */
export interface PossessionProof {
  /** The DPoP header. */
  header: string | undefined;
  method: string;
  /** Waited for before a signature is checked; may refuse by throwing. */
  beforeCheck?: (token: string) => Promise<void>;
}

/** Reads the caller from the Authorization header; synchronous for a known bearer token. */
export type Authenticate = (authorization: string | undefined, proof?: PossessionProof) => Caller | Promise<Caller>;

/**
 * @throws RequestRefusal 401 UNAUTHENTICATED when the header holds anything but a valid token, or one that is bound to a key
 * without a proof of that key; 503 when the keys cannot be fetched.
 */
export const createAuthenticate = (rules: TokenRules): Authenticate => {
  const { cacheSize = 10_000, now = () => Date.now() } = rules;
  const known = new Map<string, Caller>();
  const verifyToken = createTokenVerifier(rules, () => known.clear());

  const admit = (caller: Caller): Caller => {
    if (rules.isRevoked?.(caller.token)) throw unauthenticated('The token was revoked.');
    return caller;
  };

  const verify = async (token: string, proof: PossessionProof | undefined) => {
    await proof?.beforeCheck?.(token);
    const payload = await verifyToken(token).catch(refuse);
    const binding = { issuedAtS: payload.iat, ...boundKeyOf(payload) };
    const caller = new Caller(assertedClaims(payload), Number(payload.exp) * 1000, binding);
    const oldest = known.size >= cacheSize ? known.keys().next() : undefined;
    if (oldest && !oldest.done) known.delete(oldest.value);
    known.set(token, caller);
    return admit(caller);
  };

  const callerOf = (token: string, proof: PossessionProof | undefined): Caller | Promise<Caller> => {
    const caller = known.get(token);
    if (caller === undefined) return verify(token, proof);
    known.delete(token);
    if (now() >= caller.expiresAt) throw unauthenticated('The token has expired.');
    known.set(token, caller);
    return admit(caller);
  };

  const proven = async (token: string, proof: PossessionProof | undefined) => {
    const caller = await callerOf(token, proof);
    if (caller.boundTo === undefined) throw unauthenticated('The token is bound to no key: send it as a bearer.');
    if (!rules.possession) throw unauthenticated('Tokens that are bound to a key are not taken here.');
    const { url, proofs } = rules.possession;
    await proof?.beforeCheck?.(token);
    await proofs.check({ header: undefined, method: 'POST', ...proof, url, token, thumbprint: caller.boundTo });
    return caller;
  };

  return (authorization, proof) => {
    if (authorization === undefined) return anonymous;
    const [, scheme, token] = authorizationPattern.exec(authorization) ?? [];
    if (token === undefined)
      throw unauthenticated('The Authorization header must be "Bearer <token>" or "DPoP <token>".');
    if (scheme?.toLowerCase() === 'dpop') return proven(token, proof);
    const caller = callerOf(token, proof);
    return caller instanceof Promise ? caller.then(asBearer) : asBearer(caller);
  };
};

const authorizationPattern = /^(Bearer|DPoP) +([\w-]+\.[\w-]+\.[\w-]+) *$/i;

/** A stolen token is of no use without its key. */
const asBearer = (caller: Caller): Caller => {
  if (caller.boundTo !== undefined) throw unauthenticated('The token is bound to a key: send it as "DPoP <token>".');
  return caller;
};

const boundKeyOf = ({ cnf }: JWTPayload) => {
  const { jkt } = (cnf ?? {}) as { jkt?: unknown };
  return typeof jkt === 'string' ? { boundTo: jkt } : {};
};

const assertedClaims = (payload: JWTPayload): Record<string, string> => {
  const claims: Record<string, string> = {};
  for (const name of ['sub', 'org', 'azp'] as const) {
    const value = payload[name];
    // Subgraphs write it down, and so does the store of points.
    if (typeof value === 'string' && isBroken(value)) throw unauthenticated('The token is not valid here.');
    if (typeof value === 'string') claims[name] = value;
  }
  claims.scope = typeof payload.scope === 'string' ? payload.scope : '';
  return claims;
};

const refuse = (error: unknown): never => {
  if (error instanceof joseErrors.JWTExpired) throw unauthenticated('The token has expired.');
  const isOurs =
    !(error instanceof joseErrors.JOSEError) ||
    error instanceof joseErrors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC';
  if (!isOurs) throw unauthenticated('The token is not valid here.');
  throw new RequestRefusal(
    503,
    { code: 'INTERNAL_SERVER_ERROR', message: 'Tokens cannot be verified at the moment.' },
    { 'retry-after': '5' },
  );
};

const unauthenticated = (message: string) =>
  new RequestRefusal(401, { code: 'UNAUTHENTICATED', message }, { 'www-authenticate': 'Bearer' });
