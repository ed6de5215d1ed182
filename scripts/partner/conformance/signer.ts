import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { contentDigestOf, signMessage } from '../../../gateway/partner/message-signature.ts';

/** What a request to a subgraph is signed with, and for whom. */
export interface SigningFacts {
  subgraph: string;
  address: string;
  /** Private, Ed25519; the gateway's key set has its public half. */
  key: KeyObject;
  keyId: string;
}

/** What is different from a request of the gateway. */
export interface Deviation {
  signingKey?: KeyObject;
  keyId?: string;
  /** Names of components that are not signed. */
  leaves?: readonly string[];
  /** Seconds by which it was made earlier. */
  agedS?: number;
  /** URL that is signed. */
  target?: string;
  callerKey?: KeyObject;
  audience?: string;
}

const LIFETIME_S = 30;
const CALLER_LIFETIME_S = 60;

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The thumbprint of a key (RFC 8037), under which the gateway's key set has it. */
export const partnerKeyId = async (key: KeyObject): Promise<string> => {
  const { calculateJwkThumbprint } = await import('jose');
  return calculateJwkThumbprint(createPublicKey(key).export({ format: 'jwk' }));
};

/** An assertion of a caller that no person is, with every scope that is asked for. */
const callerOf = (
  { subgraph, key, keyId }: SigningFacts,
  { callerKey, audience }: Deviation,
  scope: string,
): string => {
  const iat = Math.floor(Date.now() / 1000);
  const header = encoded({ alg: 'EdDSA', typ: 'JWT', kid: keyId });
  const claims = {
    iss: 'gateway',
    aud: audience ?? subgraph,
    sub: 'conformance',
    scope,
    iat,
    exp: iat + CALLER_LIFETIME_S,
  };
  const signed = `${header}.${encoded(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), callerKey ?? key).toString('base64url')}`;
};

/** The headers by which the gateway shows itself, or almost. */
export const signedHeaders = (
  shown: SigningFacts,
  body: string,
  { scope = '', ...deviation }: Deviation & { scope?: string } = {},
): Record<string, string> => {
  const caller = callerOf(shown, deviation, scope);
  const digest = contentDigestOf(body);
  const created = Math.floor(Date.now() / 1000) - (deviation.agedS ?? 0);
  const components = [
    ['@method', 'POST'],
    ['@target-uri', deviation.target ?? shown.address],
    ['content-digest', digest],
    ['x-caller', caller],
  ] as const;
  const { input, signature } = signMessage(
    components.filter(([name]) => !deviation.leaves?.includes(name)),
    [
      ['created', created],
      ['expires', created + LIFETIME_S],
      ['nonce', randomBytes(16).toString('base64url')],
      ['keyid', deviation.keyId ?? shown.keyId],
      ['alg', 'ed25519'],
      ['tag', 'prakerja-graph'],
    ],
    deviation.signingKey ?? shown.key,
  );
  return {
    'x-caller': caller,
    'content-digest': digest,
    'signature-input': `gateway=${input}`,
    signature: `gateway=:${signature}:`,
  };
};
