import { readFileSync } from 'node:fs';
import { roles } from '../../scripts/roles.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { signToken } from '../../scripts/stack/token.ts';
import type { Operations } from './operations.generated.ts';

interface Call {
  subgraph: string;
  statements: number;
}

export interface GraphError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string } & Record<string, unknown>;
}

export interface Answer<T> {
  status: number;
  data: T;
  errors: GraphError[] | undefined;
  /** The subgraphs that were asked, one entry for each HTTP call, sorted. */
  asked: string[];
  /** SQL statements by subgraph. */
  statements: Record<string, number>;
  requestId: string | null;
}

/** The text of an operation whose answer and variables are known. */
export type Document<D, V> = string & { readonly answer?: D; readonly variables?: V };

type Headers = Record<string, string>;

interface Query {
  <D, V extends object>(document: Document<D, V>, variables: V, headers?: Headers): Promise<Answer<D>>;
  <T>(query: string, variables?: object, headers?: Headers): Promise<Answer<T>>;
}

export interface GraphTarget {
  url: string;
  data: string;
}

const toAnswer = async <T>(response: Response): Promise<Answer<T>> => {
  const body = (await response.json()) as { data: T; errors?: GraphError[]; extensions?: { subgraphs?: Call[] } };
  const calls = body.extensions?.subgraphs ?? [];
  const statements: Record<string, number> = {};
  for (const { subgraph, statements: count } of calls) statements[subgraph] = (statements[subgraph] ?? 0) + count;
  return {
    status: response.status,
    data: body.data,
    errors: body.errors,
    asked: calls.map(({ subgraph }) => subgraph).sort(),
    statements,
    requestId: response.headers.get('x-request-id'),
  };
};

/** Asks the gateway as `role` (nobody when absent), with a real token of the stack. */
export const graphClient = ({ url, data }: GraphTarget) => {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (role: string, id: string) => {
    const key = `${role} ${id}`;
    const facts = () => ({ issuer: readStackFile(data).issuer, subject: id, role, scopes: roles[role] ?? [] });
    const signed = tokens.get(key) ?? signToken(readSecrets(data).tokenKey, facts());
    tokens.set(key, signed);
    return signed;
  };
  return (role?: string, id = `synthetic-${role}`): { query: Query } => ({
    query: async <T>(query: string, variables: object = {}, headers: Headers = {}) => {
      const authorization: Headers = role ? { authorization: `Bearer ${await tokenOf(role, id)}` } : {};
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-trace': '1', ...authorization, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return toAnswer<T>(response);
    },
  });
};

export type OperationName = keyof Operations;
type DocumentOf<N extends OperationName> = Document<Operations[N]['data'], Operations[N]['variables']>;

/** A document of `schema/operations`, which knows its variables and its answer. */
export const operation = <N extends OperationName>(name: N): DocumentOf<N> =>
  readFileSync(`schema/operations/${name}.graphql`, 'utf8') as DocumentOf<N>;
