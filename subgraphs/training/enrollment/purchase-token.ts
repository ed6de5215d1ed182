import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject, sign } from 'node:crypto';

/** What a purchase token says. Times in milliseconds; the price in rupiah. */
export interface PurchaseClaims {
  enrollment: string;
  participant: string;
  course: string;
  courseVersion: number;
  schedule: string | null;
  platform: string;
  institution: string;
  price: bigint;
  issuedAt: Date;
  expiresAt: Date;
}

const ISSUER = 'training';
const AUDIENCE = 'payments';

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1_000);

/**
 * Signs purchase tokens: JWS (RFC 7515) in the compact form, ES256 (RFC 7518). Node's own signature, 30 µs and in this
 * thread; a library's web-crypto would hand each one to another thread and back.
 */
export class PurchaseTokens {
  readonly #key: KeyObject;
  readonly #header: string;

  /** @throws Error for a key that is no private one of P-256 with a `kid` */
  constructor(jwk: JsonWebKey & { kid?: string | undefined }) {
    this.#key = createPrivateKey({ key: jwk, format: 'jwk' });
    if (jwk.crv !== 'P-256' || !jwk.kid) throw new Error('PURCHASE_TOKEN_KEY must be a key of P-256 with a kid');
    this.#header = encode({ alg: 'ES256', kid: jwk.kid, typ: 'purchase+jwt' });
  }

  /** Public half of the key as a JSON Web Key, for whoever checks tokens. */
  get publicKey(): JsonWebKey {
    return createPublicKey(this.#key).export({ format: 'jwk' });
  }

  sign({ enrollment, participant, issuedAt, expiresAt, price, ...offer }: PurchaseClaims): string {
    const claims = {
      iss: ISSUER,
      aud: AUDIENCE,
      jti: enrollment,
      sub: participant,
      iat: seconds(issuedAt),
      exp: seconds(expiresAt),
      enrollment,
      participant,
      price: Number(price),
      ...offer,
    };
    const signed = `${this.#header}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }
}
