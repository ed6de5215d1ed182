import { readFileSync } from 'node:fs';
import { callerEnv, isProduction } from '../../env.ts';
import { roles } from '../../roles.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { readStackFile } from '../../stack/stack-file.ts';
import { signToken } from '../../stack/token.ts';
import { DEFAULT_DATA } from '../places.ts';

/** The gateway knows the whole file as a trusted document: it is sent as it is. */
const FILE = 'schema/commands/wave.graphql';

/** Runs one operation of the file. @throws Error with the gateway's message */
export type Ask = <T>(operationName: string, variables: object) => Promise<T>;

interface Answer {
  data?: unknown;
  errors?: { message: string }[];
}

interface Gateway {
  url: string;
  /** Makes or finds the token for the next request: one lives for minutes, a step perhaps longer. */
  token(): Promise<string>;
}

const stackGateway = (data: string): Gateway => {
  if (isProduction()) throw new Error('in production set GRAPH_TOKEN to an access token of an officer, and GRAPH_URL');
  const { url, issuer } = readStackFile(data);
  const facts = { issuer, subject: 'synthetic-officer', role: 'officer', scopes: roles.officer ?? [] };
  return { url, token: () => signToken(readSecrets(data).tokenKey, facts) };
};

const gatewayOf = (data: string | undefined): Gateway => {
  const { GRAPH_URL: url, GRAPH_TOKEN: token } = callerEnv();
  if (data === undefined && token) return { url, token: async () => token };
  return stackGateway(data ?? DEFAULT_DATA);
};

/** Asks as the officer of a running stack or, without `data`, as whom GRAPH_TOKEN names, at the gateway of GRAPH_URL. */
export const askAsOfficer = (data: string | undefined): Ask => {
  const { url, token } = gatewayOf(data);
  const query = readFileSync(FILE, 'utf8');
  return async <T>(operationName: string, variables: object) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await token()}` };
    const body = JSON.stringify({ query, operationName, variables });
    const response = await fetch(url, { method: 'POST', headers, body });
    const answer = (await response.json().catch(() => null)) as Answer | null;
    if (!answer) throw new Error(`${url} answered ${response.status} without JSON`);
    if (answer.errors?.[0]) throw new Error(answer.errors[0].message);
    return answer.data as T;
  };
};
