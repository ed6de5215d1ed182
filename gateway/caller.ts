import { createHmac, type KeyObject } from 'node:crypto';
import { type JWTPayload, errors as joseErrors } from 'jose';
import { type Audience, audienceOfRole } from '../subgraphs/kit/audiences.ts';
import { isBroken } from '../subgraphs/kit/broken-text.ts';
import { badToken, boundToken, type Scheme, unreadable } from './challenge.ts';
import type { ProofOfPossession } from './dpop.ts';
import { RequestRefusal } from './errors.ts';
import type { Revocations, TokenClaims } from './revocations.ts';
import { createTokenVerifier, type TokenVerification } from './token-verifier.ts';

const assertionLifetimeS = 60;
const assertionReuseMs = 30_000;

interface Assertion {
  subgraph: string;
  token: string;
  reuseUntil: number;
}

/** What a caller assertion says; times are epoch seconds. */
export interface AssertedClaims {
  iss: 'gateway';
  /** The subgraph that it is for. */
  aud: string;
  sub?: string;
  org?: string;
  azp?: string;
  /** Thumbprint of the key that the token is bound to; for subgraphs of our own. */
  jkt?: string;
  scope: string;
  iat: number;
  exp: number;
}

type SignClaims = (claims: AssertedClaims) => string;

/** Who calls: from a verified token, or nobody. Times are epoch milliseconds. */
export class Caller {
  readonly expiresAt: number;
  readonly isAnonymous: boolean;
  /** The audience whose part of the graph it is shown. */
  readonly audience: Audience;
  readonly #claims: Record<string, string>;
  readonly #scopes: ReadonlySet<string>;
  /** Thumbprint of the key that the token is bound to (`cnf.jkt`): it is good with a proof of that key only. */
  readonly boundTo: string | undefined;
  readonly #issuedAtS: number | undefined;
  /** One for each signer: a subgraph that comes back with other scopes gets another one. */
  readonly #assertions = new WeakMap<SignClaims, Assertion>();

  constructor(
    claims: Record<string, string>,
    expiresAt: number,
    binding: { issuedAtS?: number | undefined; boundTo?: string; role?: unknown } = {},
  ) {
    this.#claims = claims;
    this.#issuedAtS = binding.issuedAtS;
    this.boundTo = binding.boundTo;
    this.#scopes = new Set(claims.scope?.split(' ').filter(Boolean));
    this.isAnonymous = claims.sub === undefined;
    this.audience = audienceOfRole(binding.role);
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

  /** The claims of its token by which a revocation names it. */
  get token(): TokenClaims {
    const { org, azp, sub } = this.#claims;
    return { org, azp, sub, iat: this.#issuedAtS };
  }

  can(scope: string): boolean {
    return this.#scopes.has(scope);
  }

  /** The signed caller assertion for `subgraph`, reused for 30 s of its 60 s life. */
  assertionFor(subgraph: string, sign: SignClaims): string {
    const now = Date.now();
    const known = this.#assertions.get(sign);
    if (known?.subgraph === subgraph && now < known.reuseUntil) return known.token;
    const iat = Math.floor(now / 1000);
    const exp = iat + assertionLifetimeS;
    const bound = this.boundTo === undefined ? {} : { jkt: this.boundTo };
    const token = sign({ iss: 'gateway', aud: subgraph, scope: '', ...this.#claims, ...bound, iat, exp });
    this.#assertions.set(sign, { subgraph, token, reuseUntil: now + assertionReuseMs });
    return token;
  }
}

const hs256Header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

// Synchronous on purpose: a web-crypto signature would cost an async hop per call.
export const signerOf =
  (key: KeyObject): SignClaims =>
  (claims) => {
    const signed = `${hs256Header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  };

export const anonymous = new Caller({ scope: '' }, Number.POSITIVE_INFINITY);

export interface TokenRules extends TokenVerification {
  /** Decides at every request whether the token is revoked, since a token outlives its revocation by minutes. */
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
  /** Runs before a signature is checked; refuses by throwing. */
  beforeCheck?: (token: string) => Promise<void>;
}

/** A token, the scheme by which it came, and its proof. */
interface Credentials {
  token: string;
  scheme: Scheme;
  proof: PossessionProof | undefined;
}

/** Reads the caller from the Authorization header; synchronous for a known bearer token. */
export type Authenticate = (authorization: string | undefined, proof?: PossessionProof) => Caller | Promise<Caller>;

/**
 * @throws RequestRefusal 401 UNAUTHENTICATED when the header holds anything but a valid token, or one that is bound
 * to a key without a proof of that key; 503 when the keys cannot be fetched.
 */
export const createAuthenticate = (rules: TokenRules): Authenticate => {
  const { cacheSize = 10_000, now = () => Date.now() } = rules;
  const known = new Map<string, Caller>();
  const verifyToken = createTokenVerifier(rules, () => known.clear());

  const admit = (caller: Caller, { scheme }: Credentials): Caller => {
    if (rules.isRevoked?.(caller.token)) throw badToken('revoked', scheme);
    return caller;
  };

  const verify = async (credentials: Credentials) => {
    const { token, proof, scheme } = credentials;
    await proof?.beforeCheck?.(token);
    const payload = await verifyToken(token).catch((error: unknown) => refuse(error, scheme));
    const binding = { issuedAtS: payload.iat, role: payload.role, ...boundKeyOf(payload) };
    const caller = new Caller(assertedClaims(payload, scheme), Number(payload.exp) * 1000, binding);
    const oldest = known.size >= cacheSize ? known.keys().next() : undefined;
    if (oldest && !oldest.done) known.delete(oldest.value);
    known.set(token, caller);
    return admit(caller, credentials);
  };

  const callerOf = (credentials: Credentials): Caller | Promise<Caller> => {
    const { token, scheme } = credentials;
    const caller = known.get(token);
    if (caller === undefined) return verify(credentials);
    known.delete(token);
    if (now() >= caller.expiresAt) throw badToken('expired', scheme);
    known.set(token, caller);
    return admit(caller, credentials);
  };

  const proven = async (credentials: Credentials) => {
    const { token, proof, scheme } = credentials;
    const caller = await callerOf(credentials);
    if (caller.boundTo === undefined) throw badToken('unbound', scheme);
    if (!rules.possession) throw badToken('bindingUnknown', scheme);
    const { url, proofs } = rules.possession;
    await proof?.beforeCheck?.(token);
    await proofs.check({ header: undefined, method: 'POST', ...proof, url, token, thumbprint: caller.boundTo });
    return caller;
  };

  return (authorization, proof) => {
    if (authorization === undefined) return anonymous;
    const [, scheme, token] = authorizationPattern.exec(authorization) ?? [];
    if (token === undefined) throw unreadable(authorization);
    if (scheme?.toLowerCase() === 'dpop') return proven({ token, proof, scheme: 'DPoP' });
    const caller = callerOf({ token, proof, scheme: 'Bearer' });
    return caller instanceof Promise ? caller.then(asBearer) : asBearer(caller);
  };
};

const authorizationPattern = /^(Bearer|DPoP) +([\w-]+\.[\w-]+\.[\w-]+) *$/i;

/** Returns the caller of a bearer token; refuses a token that is bound to a key, which a thief would not have. */
const asBearer = (caller: Caller): Caller => {
  if (caller.boundTo !== undefined) throw boundToken();
  return caller;
};

const boundKeyOf = ({ cnf }: JWTPayload) => {
  const { jkt } = (cnf ?? {}) as { jkt?: unknown };
  return typeof jkt === 'string' ? { boundTo: jkt } : {};
};

const assertedClaims = (payload: JWTPayload, scheme: Scheme): Record<string, string> => {
  const claims: Record<string, string> = {};
  for (const name of ['sub', 'org', 'azp'] as const) {
    const value = payload[name];
    // Subgraphs write it down, and so does the store of points.
    if (typeof value === 'string' && isBroken(value)) throw badToken('invalid', scheme);
    if (typeof value === 'string') claims[name] = value;
  }
  claims.scope = typeof payload.scope === 'string' ? payload.scope : '';
  return claims;
};

const refuse = (error: unknown, scheme: Scheme): never => {
  if (error instanceof joseErrors.JWTExpired) throw badToken('expired', scheme);
  const isOurs =
    !(error instanceof joseErrors.JOSEError) ||
    error instanceof joseErrors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC';
  if (!isOurs) throw badToken('invalid', scheme);
  throw new RequestRefusal(503, { code: 'INTERNAL_SERVER_ERROR', text: unverifiable }, { 'retry-after': '5' });
};

const unverifiable = {
  en: 'Tokens cannot be verified at the moment.',
  id: 'Token tidak dapat diperiksa saat ini.',
};
