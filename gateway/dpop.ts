import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWTVerifyResult, jwtVerify } from 'jose';
import { challenges, unauthenticated } from './challenge.ts';

/** How far a proof's time may be from ours, in seconds. */
const windowS = 60;
/** A proof's time is cut to the second. */
const secondS = 1;
const mostRemembered = 100_000;

export interface Proof {
  /** The DPoP header of the request. */
  header: string | undefined;
  method: string;
  /** URL of the request as its sender wrote it, without the query. */
  url: string;
  token: string;
  /** Thumbprint of the key that the token is bound to (`cnf.jkt`). */
  thumbprint: string;
}

const refusal = () =>
  unauthenticated(
    {
      en: 'The token is bound to a key, and the request does not prove it (DPoP).',
      id: 'Token terikat pada kunci, dan permintaan tidak membuktikannya (DPoP).',
    },
    challenges.badProof,
  );

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

const isSameUrl = (given: unknown, url: string) => {
  const parsed = typeof given === 'string' ? URL.parse(given) : null;
  return parsed !== null && `${parsed.origin}${parsed.pathname}` === new URL(url).href;
};

/**
 * Refuses a bound token without a fresh proof of its key (RFC 9449, section 4.3), and a proof that was used before,
 * or may have been: by the process before this one. A client whose clock is behind waits as long after a restart.
 */
export class ProofOfPossession {
  readonly #used = new Map<string, number>();
  readonly #now: () => Date;
  #startedS: number;

  constructor({ now = () => new Date() }: { now?: () => Date } = {}) {
    this.#now = now;
    this.#startedS = now().getTime() / 1_000;
  }

  /** @throws RequestRefusal 401 UNAUTHENTICATED */
  async check(proof: Proof): Promise<void> {
    const { payload, protectedHeader } = await this.#verified(proof.header ?? '');
    const { jti, iat, htm, htu, ath } = payload;
    const nowS = this.#now().getTime() / 1_000;
    // A clock that was ahead when it began, and is mended, would have everyone wait for that time.
    this.#startedS = Math.min(this.#startedS, nowS);
    const isFresh = typeof iat === 'number' && Math.abs(nowS - iat) <= windowS && iat >= this.#startedS - secondS;
    const isForThis = htm === proof.method && isSameUrl(htu, proof.url) && ath === hashOf(proof.token);
    if (!protectedHeader.jwk || !isFresh || !isForThis || typeof jti !== 'string') throw refusal();
    const thumbprint = await calculateJwkThumbprint(protectedHeader.jwk);
    if (thumbprint !== proof.thumbprint || !this.#isFirstUse(`${thumbprint} ${jti}`, nowS)) throw refusal();
  }

  async #verified(header: string): Promise<JWTVerifyResult> {
    const options = { algorithms: ['ES256'], typ: 'dpop+jwt', currentDate: this.#now() };
    return jwtVerify(header, EmbeddedJWK, options).catch((error: unknown) => {
      throw error instanceof errors.JOSEError || error instanceof TypeError ? refusal() : error;
    });
  }

  /** Each process remembers for itself: a stolen proof works once more at each other gateway, for a minute. */
  #isFirstUse(id: string, nowS: number): boolean {
    for (const [known, until] of this.#used) {
      if (until >= nowS && this.#used.size < mostRemembered) break;
      this.#used.delete(known);
    }
    if (this.#used.has(id)) return false;
    this.#used.set(id, nowS + 2 * windowS);
    return true;
  }
}
