import { readFileSync } from 'node:fs';
import { roles } from '../../scripts/roles.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { signToken } from '../../scripts/stack/token.ts';

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
  return (role?: string, id = `synthetic-${role}`) => ({
    query: async <T>(query: string, variables: object = {}, headers: Record<string, string> = {}) => {
      const authorization: Record<string, string> = role ? { authorization: `Bearer ${await tokenOf(role, id)}` } : {};
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-trace': '1', ...authorization, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return toAnswer<T>(response);
    },
  });
};

/** A document of `schema/operations`. */
export const operation = (name: string): string => readFileSync(`schema/operations/${name}.graphql`, 'utf8');
