import { createPublicKey, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createKeyDirectory } from '../../../gateway/partner/key-directory.ts';
import { partnerKeyId } from './signer.ts';

/** Serves the public half of a key where the gateway would, on this machine alone. @returns what ends it */
export const serveKeys = async (key: KeyObject, port: number): Promise<() => Promise<void>> => {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const kid = await partnerKeyId(key);
  const keys = createKeyDirectory([{ kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' }]);
  const server = createServer((request, response) => {
    if (keys.owns(request.url ?? '', request)) return keys.send(response);
    response.writeHead(404).end();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections());
};
