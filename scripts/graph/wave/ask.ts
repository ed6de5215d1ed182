import { readFileSync } from 'node:fs';
import { callerEnv, isProduction } from '../../env.ts';
import { roles } from '../../roles.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { readStackFile } from '../../stack/stack-file.ts';
import { signToken } from '../../stack/token.ts';
import { DEFAULT_DATA } from '../places.ts';

const WAVE_FILE = 'schema/commands/wave.graphql';

/** Runs one operation of the file. @throws Error with the gateway's message; NoAnswerError for what passes */
export type Ask = <T>(operationName: string, variables: object) => Promise<T>;

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** The graph was away, or did not answer in time: then what was asked goes on all the same. */
export class NoAnswerError extends Error {
  readonly goesOn: boolean;

  constructor(message: string, { goesOn }: { goesOn: boolean }) {
    super(message);
    this.goesOn = goesOn;
  }
}

const passing: ReadonlySet<string | undefined> = new Set(['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE']);

interface Gateway {
  url: string;
  /** Makes or finds the token for the next request: one lives for minutes, a step perhaps longer. */
  token(): Promise<string>;
}

interface Asker {
  /** With the documents that are asked: the gateway knows the whole file as a trusted one, and it is sent as it is. */
  file: string;
  role: string;
  /** The subject of the token of a running stack. */
  subject: string;
  data: string | undefined;
}

const stackGateway = ({ data = DEFAULT_DATA, role, subject }: Asker): Gateway => {
  if (isProduction()) throw new Error(`in production set GRAPH_TOKEN to an access token (${role}), and GRAPH_URL`);
  const { url, issuer } = readStackFile(data);
  const facts = { issuer, subject, role, scopes: roles[role] ?? [] };
  return { url, token: () => signToken(readSecrets(data).tokenKey, facts) };
};

const gatewayOf = (asker: Asker): Gateway => {
  const { GRAPH_URL: url, GRAPH_TOKEN: token } = callerEnv();
  if (asker.data === undefined && token) return { url, token: async () => token };
  return stackGateway(asker);
};

/** Asks as somebody of a running stack or, without `data`, as whom GRAPH_TOKEN names, at the gateway of GRAPH_URL. */
export const askAs = (asker: Asker): Ask => {
  const { url, token } = gatewayOf(asker);
  const query = readFileSync(asker.file, 'utf8');
  return async <T>(operationName: string, variables: object) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await token()}` };
    const body = JSON.stringify({ query, operationName, variables });
    const response = await fetch(url, { method: 'POST', headers, body }).catch(() => {
      throw new NoAnswerError(`${url} does not answer`, { goesOn: false });
    });
    const answer = (await response.json().catch(() => null)) as Answer | null;
    if (!answer) throw new Error(`${url} answered ${response.status} without JSON`);
    const [first] = answer.errors ?? [];
    const code = first?.extensions?.code;
    if (first && passing.has(code)) throw new NoAnswerError(first.message, { goesOn: code === 'SUBGRAPH_TIMEOUT' });
    if (first) throw new Error(first.message);
    return answer.data as T;
  };
};

/** Asks about waves as the officer. */
export const askAsOfficer = (data: string | undefined, subject = 'synthetic-officer'): Ask =>
  askAs({ file: WAVE_FILE, role: 'officer', subject, data });
