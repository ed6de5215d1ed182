import { bearer } from '../../subgraphs/kit/rotating-secret.ts';
import { operatorEnv } from '../env.ts';
import { supergraphSecret } from '../stack/environment.ts';
import { readSecrets } from '../stack/secrets.ts';
import { readStackFile } from '../stack/stack-file.ts';
import { DEFAULT_DATA } from './places.ts';

/** A gateway, and the secret by which it knows its operator. */
export interface Gateway {
  url: string;
  secret: string;
}

/** The gateway of GRAPH_URL with SUPERGRAPH_SECRET where that is set and no stack named, or else that of a stack. */
export const gatewayOf = (data: string | undefined): Gateway => {
  const { GRAPH_URL: url, SUPERGRAPH_SECRET: secret } = operatorEnv();
  if (data === undefined && secret) return { url, secret };
  const directory = data ?? DEFAULT_DATA;
  return { url: readStackFile(directory).url, secret: supergraphSecret(readSecrets(directory)) };
};

/** @throws Error when it does not answer, or refuses */
export const askGateway = async ({ url, secret }: Gateway, path: string, body?: object): Promise<unknown> => {
  const headers = { authorization: bearer(secret), 'content-type': 'application/json' };
  const request = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const response = await fetch(new URL(path, url), request).catch(() => {
    throw new Error(`${url} does not answer`);
  });
  if (response.ok || response.status === 409) return response.json();
  throw new Error(
    response.status === 404 ? `${url} takes another SUPERGRAPH_SECRET` : `${url} answered ${response.status}`,
  );
};

/** A time to the second, as a column shows it. */
export const second = (time: string) => `${time.slice(0, 19)}Z`;
