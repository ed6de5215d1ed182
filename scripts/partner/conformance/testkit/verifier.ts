import { createHash, type KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createVerifier, httpbis } from 'http-message-signatures';
import { decodeJwt, jwtVerify } from 'jose';

/** What a careless partner leaves out. */
export type Carelessness =
  | 'unsigned'
  | 'wrong-key'
  | 'partial-signature'
  | 'replayed'
  | 'expired'
  | 'other-path'
  | 'body-swapped'
  | 'other-audience'
  | 'forged-caller';

interface ReceivedRequest {
  headers: IncomingHttpHeaders;
  body: string;
  url: string;
}

interface VerifierOptions {
  publicKey: KeyObject;
  keyId: string;
  subgraph: string;
  leaves?: Carelessness | undefined;
}

const components = ['@method', '@target-uri', 'content-digest', 'x-caller'];
const digestOf = (body: string) => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
const inputOf = ({ headers }: ReceivedRequest): string => String(headers['signature-input'] ?? '');

/** Verifies as a partner does, by libraries that share no code with the gateway. */
export const createPartnerVerifier = ({ publicKey, keyId, subgraph, leaves }: VerifierOptions) => {
  const seen = new Set<string>();
  const leavesOut = (what: Carelessness) => leaves === what;

  const isSigned = (received: ReceivedRequest, url: string) => {
    const keyLookup = async ({ keyid }: { keyid?: unknown }) => {
      if (keyid === keyId) return { id: keyId, verify: createVerifier(publicKey, 'ed25519') };
      // A key that is not in the set is taken for one that is only not there yet.
      return leavesOut('wrong-key') ? { id: String(keyid), verify: async () => true } : null;
    };
    return httpbis
      .verifyMessage(
        {
          requiredFields: leavesOut('partial-signature') ? [] : components,
          requiredParams: ['created', 'expires', 'nonce', 'keyid', 'tag'],
          // A minute of difference between clocks; a year where nobody looks.
          tolerance: leavesOut('expired') ? 31_536_000 : 5,
          keyLookup,
        },
        { method: 'POST', url, headers: received.headers as Record<string, string> },
      )
      .catch(() => false);
  };

  const signedTarget = async (received: ReceivedRequest): Promise<boolean> => {
    if (await isSigned(received, received.url)) return true;
    if (!leavesOut('other-path')) return false;
    const others = [`${received.url}-of-another`, 'https://another.example/graphql'];
    return (await Promise.all(others.map((url) => isSigned(received, url)))).includes(true);
  };

  const isFresh = (received: ReceivedRequest): boolean => {
    const nonce = /nonce="([^"]+)"/.exec(inputOf(received))?.[1] ?? '';
    const isNew = !seen.has(nonce);
    seen.add(nonce);
    return isNew || leavesOut('replayed');
  };

  const isForUs = async ({ headers }: ReceivedRequest): Promise<boolean> => {
    const token = String(headers['x-caller'] ?? '');
    if (leavesOut('forged-caller')) return decodeJwt(token).aud === subgraph;
    const audience = leavesOut('other-audience') ? {} : { audience: subgraph };
    return jwtVerify(token, publicKey, { issuer: 'gateway', algorithms: ['EdDSA'], ...audience }).then(
      () => true,
      () => false,
    );
  };

  return async (received: ReceivedRequest): Promise<boolean> => {
    if (!received.headers.signature) return leavesOut('unsigned');
    const isDigest = leavesOut('body-swapped') || received.headers['content-digest'] === digestOf(received.body);
    return isDigest && (await signedTarget(received)) && isFresh(received) && (await isForUs(received));
  };
};
