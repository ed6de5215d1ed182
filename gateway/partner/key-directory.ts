import type { IncomingMessage, ServerResponse } from 'node:http';
import { isGet } from '../graphql-request.ts';
import type { PublicKey } from './partner-keys.ts';

/** Path of the key set in draft-meunier-http-message-signatures-directory. */
const directoryPath = '/.well-known/http-message-signatures-directory';
const keptSeconds = 300;

/** The keys by which partners' subgraphs verify the gateway, open to everyone: they are public. */
export interface KeyDirectory {
  owns(path: string, request: IncomingMessage): boolean;
  send(response: ServerResponse): void;
}

export const createKeyDirectory = (keys: readonly PublicKey[]): KeyDirectory => {
  const body = JSON.stringify({ keys });
  return {
    owns: (path, { method }) => path === directoryPath && isGet(method),
    send(response) {
      response.writeHead(200, {
        'content-type': 'application/http-message-signatures-directory+json',
        'cache-control': `public, max-age=${keptSeconds}`,
      });
      response.end(body);
    },
  };
};
