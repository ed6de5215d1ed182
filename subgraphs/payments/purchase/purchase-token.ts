import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { refusals } from './purchase.refusal.ts';

/** Longer than any token that training signs; more is not even decoded. */
const LONGEST = 2_048;
/** Tokens that are remembered as signed: those of the last minutes, in some 5 MB. */
const MOST_KNOWN = 5_000;
/** Milliseconds by which training's clock may be ahead. */
const AHEAD_MS = 60_000;

const uuid = z.uuid();

const headerShape = z.strictObject({ alg: z.literal('ES256'), kid: z.string(), typ: z.literal('purchase+jwt') });

const claimsShape = z.object({
  iss: z.literal('training'),
  aud: z.literal('payments'),
  jti: uuid,
  sub: uuid,
  iat: z.int().nonnegative(),
  exp: z.int().positive(),
  enrollment: uuid,
  participant: uuid,
  course: uuid,
  courseVersion: z.int().positive(),
  schedule: uuid.nullable(),
  platform: uuid,
  institution: uuid,
  price: z.int().positive(),
});

type Claims = z.infer<typeof claimsShape>;

/** What is bought, by whom and from whom. The price in rupiah. */
export interface Offer {
  enrollment: string;
  participant: string;
  course: string;
  platform: string;
  institution: string;
  price: bigint;
}

/** Bytes of a part in base64url; null for another spelling of them, which would be another token with one signature. */
const bytesOf = (part: string): Buffer | null => {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : null;
};

const jsonOf = (part: string): unknown => {
  try {
    return JSON.parse(bytesOf(part)?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
};

export type PublicJwk = JsonWebKey & { kid: string };

const isSigned = (key: KeyObject, text: string, signature: Buffer | null): boolean =>
  signature?.length === 64 && verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature);

/**
 * Reads the tokens by which training sells seats: JWS (RFC 7515) in the compact form, ES256 and nothing else. One that was
 * read when its code was requested is not verified again when it pays.
 */
export class PurchaseTokenReader {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #known = new LRUCache<string, Claims>({ max: MOST_KNOWN });

  /** @param keys all that training signs with, has signed with, and will */
  constructor(keys: readonly PublicJwk[]) {
    this.#keys = new Map(keys.map(({ kid, ...jwk }) => [kid, createPublicKey({ key: jwk, format: 'jwk' })]));
  }

  /** @throws Refusal TOKEN_INVALID, TOKEN_EXPIRED */
  read(token: string, now: Date): Offer {
    const claims = this.#known.get(token) ?? this.#claimsOf(token);
    if (claims.exp * 1_000 <= now.getTime()) throw refusals.tokenExpired();
    if (claims.iat * 1_000 > now.getTime() + AHEAD_MS) throw refusals.tokenInvalid();
    const { enrollment, participant, course, platform, institution, price } = claims;
    return { enrollment, participant, course, platform, institution, price: BigInt(price) };
  }

  #claimsOf(token: string) {
    if (token.length > LONGEST) throw refusals.tokenInvalid();
    const parts = token.split('.');
    const [header = '', payload = '', signature = ''] = parts;
    const { data: known } = headerShape.safeParse(jsonOf(header));
    const key = this.#keys.get(known?.kid ?? '');
    if (parts.length !== 3 || !key) throw refusals.tokenInvalid();
    if (!isSigned(key, `${header}.${payload}`, bytesOf(signature))) throw refusals.tokenInvalid();
    const { data: claims } = claimsShape.safeParse(jsonOf(payload));
    if (claims?.jti !== claims?.enrollment || claims?.sub !== claims?.participant) throw refusals.tokenInvalid();
    if (!claims) throw refusals.tokenInvalid();
    this.#known.set(token, claims);
    return claims;
  }
}
