import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { contentDigestOf, signMessage } from '../../../gateway/partner/message-signature.ts';
import { readPartnerKeys } from '../../../gateway/partner/partner-keys.ts';

/** Epoch seconds at which the requests of the vectors come in. */
export const now = 1_800_000_000;
export const address = 'https://kur.example/graphql';
export const subgraph = 'kur';

// An Ed25519 key from a seed, in PKCS #8 (RFC 8410). The keys of the vectors are no secret.
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

interface VectorKey {
  id: string;
  key: KeyObject;
}

const keyOfSeed = (byte: number) => {
  const der = Buffer.concat([pkcs8Head, Buffer.alloc(32, byte)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
};

const read = (byte: number) =>
  readPartnerKeys({ signing: [keyOfSeed(byte) as never], subjects: Buffer.alloc(32, byte).toString('base64url') });

const keyFrom = (byte: number): VectorKey => {
  const { keyId: id, key } = read(byte);
  return { id, key };
};

/** The gateway's key, the one that follows it, and one that is not the gateway's. */
export const vectorKeys = { first: keyFrom(1), next: keyFrom(2), stranger: keyFrom(3) };
/** The key set that the gateway publishes. */
export const published = [...read(1).published, ...read(2).published];

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const claims = { iss: 'gateway', aud: subgraph, sub: 'pairwise-subject', scope: 'kur:read', iat: now, exp: now + 60 };

/** A caller assertion: the gateway's for `kur`, but for what is given. */
export const assertionOf = (change: object = {}, { id, key }: VectorKey = vectorKeys.first, alg = 'EdDSA'): string => {
  const text = `${encoded({ alg, typ: 'JWT', kid: id })}.${encoded({ ...claims, ...change })}`;
  return `${text}.${alg === 'none' ? '' : sign(null, Buffer.from(text), key).toString('base64url')}`;
};

export interface SignedParts {
  method: string;
  address: string;
  body: string;
  assertion: string;
  created: number;
  nonce: string;
  tag: string;
  key: VectorKey;
  /** Names of components and parameters that the signature does not cover. */
  without: readonly string[];
}

/** The headers that show a request to be the gateway's, as the gateway makes them, but for what is given. */
export const headersOf = (parts: SignedParts): Record<string, string> => {
  const { method, body, assertion, created, key, without } = parts;
  const digest = contentDigestOf(body);
  const isCovered = ([name]: readonly [string, ...unknown[]]) => !without.includes(name);
  const components = [
    ['@method', method],
    ['@target-uri', parts.address],
    ['content-digest', digest],
    ['x-caller', assertion],
  ] as const;
  const parameters = [
    ['created', created],
    ['expires', created + 30],
    ['nonce', parts.nonce],
    ['keyid', key.id],
    ['alg', 'ed25519'],
    ['tag', parts.tag],
  ] as const;
  const signed = signMessage(components.filter(isCovered), parameters.filter(isCovered), key.key);
  return {
    'content-type': 'application/json',
    'x-caller': assertion,
    'content-digest': digest,
    'signature-input': `gateway=${signed.input}`,
    signature: `gateway=:${signed.signature}:`,
  };
};
