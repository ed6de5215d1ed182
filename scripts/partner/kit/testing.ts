import { generateKeyPairSync, hash, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpbis } from 'http-message-signatures';
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';

/** A caller of a test; without a subject, nobody. */
export interface TestCaller {
  subject?: string;
  scopes?: readonly string[];
}

/** Where a subgraph of a test is: the port that it has, the address that it knows. */
export interface TestTarget {
  port: number;
  address: string;
}

export interface TestAnswer {
  status: number;
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
}

/** A stand-in for the gateway: it has a key of its own, publishes it, and signs what it asks. */
export interface TestGateway {
  /** URL of its key set, for GATEWAY_KEYS. */
  keysUrl: string;
  ask(target: TestTarget, request: object, caller?: TestCaller): Promise<TestAnswer>;
  /** The headers of one request. */
  sign(request: { address: string; body: string }, caller?: TestCaller): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

interface Key {
  id: string;
  key: KeyObject;
  subgraph: string;
}

const assertionOf = ({ id, key, subgraph }: Key, { subject, scopes = [] }: TestCaller): Promise<string> => {
  const claims = new SignJWT({ scope: scopes.join(' ') }).setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: id });
  if (subject !== undefined) claims.setSubject(subject);
  return claims.setIssuer('gateway').setAudience(subgraph).setIssuedAt().setExpirationTime('60s').sign(key);
};

/** Names of headers as Node's server has them. */
const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const signerOf =
  (key: Key): TestGateway['sign'] =>
  async ({ address, body }, caller = {}) => {
    const headers = {
      'x-caller': await assertionOf(key, caller),
      'content-digest': `sha-256=:${hash('sha256', body, 'base64')}:`,
    };
    const created = new Date();
    const signed = await httpbis.signMessage(
      {
        key: { id: key.id, alg: 'ed25519', sign: async (data) => sign(null, data, key.key) },
        name: 'gateway',
        fields: ['@method', '@target-uri', 'content-digest', 'x-caller'],
        params: ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'],
        paramValues: {
          created,
          expires: new Date(created.getTime() + 30_000),
          nonce: randomUUID(),
          tag: 'prakerja-graph',
        },
      },
      { method: 'POST', url: new URL(address).href, headers },
    );
    return lowerCase(signed.headers as Record<string, string>);
  };

/** Starts a gateway for tests, for the subgraph of this name. */
export const startTestGateway = async ({ subgraph }: { subgraph: string }): Promise<TestGateway> => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const jwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(jwk);
  const directory = JSON.stringify({ keys: [{ ...jwk, kid: id, alg: 'EdDSA', use: 'sig' }] });
  const server = createServer((_request, response) => response.end(directory));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const signed = signerOf({ id, key: privateKey, subgraph });
  return {
    keysUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    sign: signed,
    async ask({ port, address }, request, caller) {
      const body = JSON.stringify(request);
      const headers = { 'content-type': 'application/json', ...(await signed({ address, body }, caller)) };
      const url = `http://127.0.0.1:${port}${new URL(address).pathname}`;
      const response = await fetch(url, { method: 'POST', headers, body });
      return { status: response.status, ...((await response.json()) as Omit<TestAnswer, 'status'>) };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
