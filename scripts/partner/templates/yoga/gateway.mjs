// Whether a request is the gateway's (RFC 9421, Ed25519), and who asks. signature-vectors.json says what must be refused.
import { hash, KeyObject, verify } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import { errors, jwtVerify } from 'jose';

const toleranceS = 5;
const rules = {
  requiredFields: ['@method', '@target-uri', 'content-digest', 'x-caller'],
  requiredParams: ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'],
  tolerance: toleranceS,
};

/** Remembers nonces until their requests have expired. */
const createNonces = () => {
  const seen = new Map();
  return (nonce, expires) => {
    const now = Date.now() / 1000;
    for (const [old, until] of seen) {
      if (until >= now) break;
      seen.delete(old);
    }
    if (seen.has(nonce)) return false;
    seen.set(nonce, expires + toleranceS);
    return true;
  };
};

/**
 * Returns who asks, or undefined for what the gateway did not send.
 * @param keys a key set of jose: createRemoteJWKSet(url), or createLocalJWKSet for tests
 */
export const createGatewayCheck = ({ subgraph, address, keys }) => {
  const startedS = Math.floor(Date.now() / 1000);
  const isNew = createNonces();

  const keyOf = async (kid) => {
    try {
      return KeyObject.from(await keys({ alg: 'EdDSA', kid }, { payload: '', signature: '' }));
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return null;
      throw error;
    }
  };

  const signedBy = async (request) => {
    let holds;
    const keyLookup = async (parameters) => {
      const key = parameters.tag === 'prakerja-graph' ? await keyOf(String(parameters.keyid)) : null;
      if (!key) return null;
      const check = async (data, signature) => {
        if (verify(null, data, key, signature)) holds = parameters;
        return holds !== undefined;
      };
      return { id: parameters.keyid, algs: ['ed25519'], verify: check };
    };
    await httpbis.verifyMessage({ ...rules, keyLookup }, { ...request, url: address });
    return holds;
  };

  return async ({ method, headers, body }) => {
    try {
      if (headers['content-digest'] !== `sha-256=:${hash('sha256', body, 'base64')}:`) return undefined;
      const holds = await signedBy({ method, headers });
      // What was signed before this process began may have been taken by the one before.
      if (!holds || holds.created.getTime() / 1000 < startedS || !isNew(holds.nonce, holds.expires)) return undefined;
      const { payload } = await jwtVerify(
        headers['x-caller'],
        async ({ kid }) => (await keyOf(kid)) ?? Promise.reject(),
        {
          issuer: 'gateway',
          audience: subgraph,
          algorithms: ['EdDSA'],
          clockTolerance: toleranceS,
          requiredClaims: ['exp'],
        },
      );
      return { subject: payload.sub ?? null, scopes: payload.scope.split(' ').filter(Boolean) };
    } catch {
      return undefined;
    }
  };
};
