import pg from 'pg';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { VaultError } from '../../subgraphs/kit/vault/vault.error.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { identityPlace, unpackIdentity } from '../../subgraphs/pmo/identity/identity.record.ts';

const withClient = async <T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

/**
 * The first seeded alumnus, whose journey has every part.
 * @throws Error when the stack holds no seeded participant
 */
export const sampleAlumnus = (pmoUrl: string): Promise<string> =>
  withClient(pmoUrl, async (client) => {
    const found = await client.query<{ id: string }>(
      `select id from participant where status = 'ALUMNI' and is_synthetic order by id limit 1`,
    );
    if (!found.rows[0]) throw new Error('the stack has no seeded participant; name one with --id');
    return found.rows[0].id;
  });

export interface SamplePhone {
  pmoUrl: string;
  vaultKeys: VaultKeys | undefined;
  /** Id of a participant. */
  id: string;
}

/** The synthetic phone number of a seeded participant; undefined when its identity was not sealed. */
export const samplePhone = ({ pmoUrl, vaultKeys, id }: SamplePhone): Promise<string | undefined> =>
  withClient(pmoUrl, async (client) => {
    const text = 'select sealed from participant_identity where participant_id = $1';
    const { rows } = await client.query<{ sealed: Buffer }>(text, [id]);
    if (!rows[0] || !vaultKeys) return undefined;
    const sealed = { ...identityPlace(id), kind: 'identity' as const, sealed: rows[0].sealed };
    const [opened] = await new Vault(vaultKeys).open(client, [sealed]);
    return !opened || opened instanceof VaultError ? undefined : unpackIdentity(opened).phone?.reveal();
  });
