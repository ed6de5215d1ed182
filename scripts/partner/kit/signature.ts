import { hash, verify } from 'node:crypto';
import { httpbis, type SignatureParameters } from 'http-message-signatures';
import { SeenNonces } from '../../../subgraphs/kit/seen-nonces.ts';
import type { KeySet } from './key-set.ts';
import { KeysUnavailable } from './key-set.ts';

/** Says what the signature is for: the gateway's keys may sign other things. */
const tag = 'prakerja-graph';
/** How far the clocks may be apart. */
const toleranceS = 5;
/** A longer life than the gateway gives is not believed, so that nonces need not be remembered for longer. */
const maxLifeS = 60;

const requiredFields = ['@method', '@target-uri', 'content-digest', 'x-caller'];
const requiredParams = ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'];

/** A request as it came over the wire. */
export interface SignedRequest {
  method: string;
  /** Names in lower case, as Node has them. */
  headers: Record<string, string | string[] | undefined>;
  body: string | Buffer;
}

/** Why a request is not the gateway's; `KEYS_UNAVAILABLE`: that cannot be told now. */
export type SignatureFault = 'MISSING' | 'ALTERED' | 'UNSIGNED' | 'REPLAYED' | 'KEYS_UNAVAILABLE';

/** Remembers the nonces of requests for as long as these are fresh. Several processes can share one. */
export interface NonceMemory {
  /** False when it has seen `nonce`. Times are in milliseconds. */
  add(nonce: string, signedAt: number, now: number): boolean | Promise<boolean>;
}

export interface SignatureVerifierOptions {
  /** URL at which the gateway asks, as it was published. */
  address: string;
  keys: KeySet;
  /** Unless given, that of this process. */
  nonces?: NonceMemory;
}

/** Whether the `content-digest` header (RFC 9530) is that of the body. */
const isDigestOf = (header: string, body: string | Buffer): boolean =>
  header.split(',').some((each) => each.trim() === `sha-256=:${hash('sha256', body, 'base64')}:`);

const present = (headers: SignedRequest['headers']): Record<string, string | string[]> =>
  Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string | string[]] => !!entry[1]));

const isFresh = ({ created, expires }: SignedMoment, startedS: number): boolean =>
  created >= startedS && expires - created <= maxLifeS;

interface SignedMoment {
  nonce: string;
  created: number;
  expires: number;
}

const passedOf = ({ nonce, created, expires }: SignatureParameters): SignedMoment => ({
  nonce: String(nonce),
  created: created instanceof Date ? created.getTime() / 1_000 : Number.NaN,
  expires: Number(expires),
});

/**
 * Verifies that the gateway signed a request (RFC 9421, Ed25519) for this address, moments ago, and that it comes the
 * first time. What was signed before the verifier was made is not taken: the process before may have had it.
 */
export const createSignatureVerifier = ({ address, keys, nonces }: SignatureVerifierOptions) => {
  const url = new URL(address).href;
  const seen = nonces ?? new SeenNonces((maxLifeS + toleranceS) * 1_000);
  let startedS = Math.floor(Date.now() / 1_000);

  /** The parameters of the signature that holds. */
  const passed = async ({ method, headers }: SignedRequest): Promise<SignedMoment | undefined> => {
    let found: SignedMoment | undefined;
    const keyLookup = async (parameters: SignatureParameters) => {
      const id = String(parameters.keyid);
      const key = parameters.tag === tag ? await keys.keyOf(id) : undefined;
      if (!key) return null;
      const check = async (data: Buffer, signature: Buffer) => {
        if (!verify(null, data, key, signature)) return false;
        found = passedOf(parameters);
        return true;
      };
      return { id, algs: ['ed25519'], verify: check };
    };
    const rules = { keyLookup, requiredFields, requiredParams, tolerance: toleranceS };
    await httpbis.verifyMessage(rules, { method, url, headers: present(headers) });
    return found;
  };

  return async (request: SignedRequest): Promise<SignatureFault | undefined> => {
    const { headers, body } = request;
    const digest = headers['content-digest'];
    if (typeof digest !== 'string' || !headers.signature || !headers['x-caller']) return 'MISSING';
    if (!isDigestOf(digest, body)) return 'ALTERED';
    try {
      const holds = await passed(request);
      // A clock that was ahead when it began, and is mended, would have everyone wait for that time.
      startedS = Math.min(startedS, Math.floor(Date.now() / 1_000));
      if (!holds || !isFresh(holds, startedS)) return 'UNSIGNED';
      return (await seen.add(holds.nonce, holds.created * 1_000, Date.now())) ? undefined : 'REPLAYED';
    } catch (error) {
      return error instanceof KeysUnavailable ? 'KEYS_UNAVAILABLE' : 'UNSIGNED';
    }
  };
};
