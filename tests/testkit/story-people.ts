import { importJWK, SignJWT } from 'jose';
import { roles } from '../../scripts/roles.ts';
import { organizationOfRole } from '../../scripts/stack/organizations.data.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import type { GraphError } from './client.ts';
import { askForToken, assertion, type ClientKey } from './client-key.ts';
import { run } from './start.ts';

/** Somebody of a story: each has a name of their own, also where several are of one organisation. */
export interface StoryPerson {
  name: string;
  /** A fresh token. */
  token(): Promise<string>;
}

/** Somebody who has signed in at a stack's identity service, of the organisation that has this role there. */
export const signedIn = (data: string, name: string, role: string): StoryPerson => ({
  name,
  token: async () => {
    const { tokenKey } = readSecrets(data);
    const org = organizationOfRole(role);
    return new SignJWT({ scope: (roles[role] ?? []).join(' '), role, azp: `story-${role}`, ...(org && { org }) })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...(tokenKey.kid && { kid: tokenKey.kid }) })
      .setIssuer(readStackFile(data).issuer)
      .setAudience('prakerja-graph')
      .setSubject(name)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(await importJWK(tokenKey, 'ES256'));
  },
});

/** A program of an organisation, which proves who it is with its key. */
export const client = (issuer: string, clientId: string, { key, scope }: { key: ClientKey; scope: string }) => ({
  name: clientId,
  token: async () => {
    const answer = await askForToken(issuer, { client_assertion: await assertion({ issuer, clientId, key }), scope });
    if (!answer.access_token) throw new Error(`no token: ${answer.error}`);
    return answer.access_token;
  },
});

interface GraphAnswer<T> {
  data: T;
  codes: unknown[];
}

/** Asks the graph as somebody, or as nobody. */
export const askerAt =
  (url: string) =>
  async <T>(as: StoryPerson | null, query: string, variables: object = {}): Promise<GraphAnswer<T>> => {
    const authorization: Record<string, string> = as ? { authorization: `Bearer ${await as.token()}` } : {};
    const headers = { 'content-type': 'application/json', ...authorization };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const { data, errors = [] } = (await response.json()) as { data: T; errors?: GraphError[] };
    return { data, codes: errors.map(({ extensions }) => extensions.code) };
  };

/** Types a command as somebody outside does: with the graph's address and a token, and nothing of the stack. */
export const commandAt =
  (url: string) =>
  async (as: StoryPerson, ...args: readonly string[]) => {
    const { code, out, err } = await run('graph', args, { GRAPH_URL: url, GRAPH_TOKEN: await as.token() });
    return { code, text: out.join('\n'), error: err.join('\n') };
  };
