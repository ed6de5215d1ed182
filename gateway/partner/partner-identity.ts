import { randomBytes, sign } from 'node:crypto';
import type { AssertedClaims } from '../caller.ts';
import type { Identify } from '../subgraph-connection.ts';
import { contentDigestOf, signMessage } from './message-signature.ts';
import type { PartnerKeys } from './partner-keys.ts';

/** Seconds for which a signature is good: as long as a request may be on its way. */
const lifetimeS = 30;
/** Says what the signature is for, so that none that the gateway makes elsewhere passes for it. */
const tag = 'prakerja-graph';

export interface PartnerIdentityOptions {
  subgraph: string;
  /** URL at which it is asked. */
  address: string;
  keys: PartnerKeys;
  /** Scopes that some field of it demands; it learns of no others. */
  scopes: ReadonlySet<string>;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Shows a partner's subgraph that the gateway asks (RFC 9421) and for whom. Nothing is shared but the gateway's public
 * key. It learns the caller under a name that only it knows, by which it is sent that person
 * too, and no organisation.
 */
export const createPartnerIdentity = ({ subgraph, address, keys, scopes }: PartnerIdentityOptions): Identify => {
  const header = encoded({ alg: 'EdDSA', typ: 'JWT', kid: keys.keyId });
  const people = keys.personIdsOf(subgraph);
  const signClaims = ({ iss, aud, sub, scope, iat, exp }: AssertedClaims) => {
    const held = scope.split(' ').filter((each) => scopes.has(each));
    const pairwise = sub && people.seal(sub);
    const signed = `${header}.${encoded({ iss, aud, sub: pairwise, scope: held.join(' '), iat, exp })}`;
    return `${signed}.${sign(null, Buffer.from(signed), keys.key).toString('base64url')}`;
  };
  const prefix = randomBytes(12).toString('base64url');
  let count = 0;
  return ({ context, body }) => {
    const assertion = context.caller.assertionFor(subgraph, signClaims);
    const digest = contentDigestOf(body);
    const created = Math.floor(Date.now() / 1000);
    const { input, signature } = signMessage(
      [
        ['@method', 'POST'],
        ['@target-uri', address],
        ['content-digest', digest],
        ['x-caller', assertion],
      ],
      [
        ['created', created],
        ['expires', created + lifetimeS],
        ['nonce', `${prefix}${(count++).toString(36)}`],
        ['keyid', keys.keyId],
        ['alg', 'ed25519'],
        ['tag', tag],
      ],
      keys.key,
    );
    const proof = ['signature-input', `gateway=${input}`, 'signature', `gateway=:${signature}:`];
    return ['x-caller', assertion, 'content-digest', digest, ...proof];
  };
};
