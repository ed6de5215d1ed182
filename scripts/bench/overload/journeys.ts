import { readFileSync } from 'node:fs';
import pg from 'pg';
import { roles } from '../../roles.ts';
import { readSecrets } from '../../stack/secrets.ts';
import type { Stack } from '../../stack/stack.ts';
import { signToken } from '../../stack/token.ts';
import type { PreparedRequest } from './generator.ts';

const query = readFileSync('schema/operations/participant-journey.graphql', 'utf8');

/** Reads whose journeys are asked for. */
export const alumniOf = async ({ databases }: Pick<Stack, 'databases'>, people: number): Promise<string[]> => {
  const client = new pg.Client({ connectionString: databases.pmo });
  await client.connect();
  const text = `select id from participant where status = 'ALUMNI' order by id limit ${people}`;
  const { rows } = await client.query<{ id: string }>(text);
  await client.end();
  return rows.map(({ id }) => id);
};

/** One journey for each, through all subgraphs, under a token of their own that is good for ten minutes. */
export const journeysOf = ({ issuer }: Pick<Stack, 'issuer'>, data: string, ids: readonly string[]) => {
  const { tokenKey } = readSecrets(data);
  const scopes = roles.participant ?? [];
  return Promise.all(
    ids.map(async (id): Promise<PreparedRequest> => {
      const token = await signToken(tokenKey, { issuer, subject: id, role: 'participant', scopes });
      const headers = ['content-type', 'application/json', 'authorization', `Bearer ${token}`];
      return { headers, body: JSON.stringify({ query, variables: { id } }) };
    }),
  );
};
