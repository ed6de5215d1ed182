import pg from 'pg';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { rewrap } from '../../subgraphs/kit/vault/rewrap.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { databaseOf, dataOption, vaultKeysOf } from './places.ts';

const help = `The keys of personal data. Each person's data key is stored under a key-encryption key of VAULT_KEYS.

  npm run graph -- vault status --subgraph pmo
  npm run graph -- vault rewrap --subgraph pmo --from 2026-01 --to 2026-11

  status   how many data keys are under which key-encryption key
  rewrap   puts the data keys that are under --from under --to. No sealed value is written, and the subgraph goes on
           meanwhile; interrupted, it goes on where it was when run again

  To rotate: add a key to VAULT_KEYS and name it as current, restart the subgraph, rewrap, and then drop the old key.

  --subgraph NAME   pmo or payments
  --from ID         the old key-encryption key
  --to ID           the new one
  --batch N         data keys of one transaction (default 1000, at most 10000)
  --data DIR        the stack's data directory

npm run graph -- --help says where it finds the database and its keys.
`;

const options = {
  subgraph: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  batch: { type: 'string', default: '1000' },
  ...dataOption,
} as const;

const vaults = ['pmo', 'payments'];

const count = (keys: number) => `${keys.toLocaleString('en')} data ${keys === 1 ? 'key' : 'keys'}`;

const COUNTS = `select kek_id as id, count(*)::int as keys from subject_key where destroyed_at is null
  group by kek_id order by kek_id`;

const status = async (client: pg.Client, keys: VaultKeys): Promise<string> => {
  const { rows } = await client.query<{ id: string; keys: number }>(COUNTS);
  const known = Object.keys(keys.keys).toSorted();
  const found = new Map(rows.map((row) => [row.id, row.keys]));
  const unknown = rows.map(({ id }) => id).filter((id) => !known.includes(id));
  const lines = [...known, ...unknown].map((id) => {
    const notes = [id === keys.current && 'current', unknown.includes(id) && 'MISSING in VAULT_KEYS'].filter(Boolean);
    return `${id}: ${count(found.get(id) ?? 0)}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}\n`;
  });
  return lines.join('');
};

interface Move {
  from: string;
  to: string;
  batch: number;
}

const EVERY_MS = 1_000;

const move = async (client: pg.Client, keys: VaultKeys, request: Move): Promise<string> => {
  let shownMs = performance.now();
  let done = 0;
  for await (const { rewrapped, total } of rewrap(client, { keys, ...request })) {
    done = rewrapped;
    if (performance.now() - shownMs < EVERY_MS) continue;
    shownMs = performance.now();
    process.stderr.write(`${count(rewrapped)} of ${total.toLocaleString('en')} rewrapped so far\n`);
  }
  const rest = keys.current === request.from ? `; ${request.from} is still current: new people get keys under it` : '';
  return `${count(done)} put under ${request.to}, none is left under ${request.from}${rest}\n`;
};

const moveOf = (
  { from, to, batch }: { from?: string | undefined; to?: string | undefined; batch: string },
  keys: VaultKeys,
) => {
  if (!from || !to) throw new UsageError('rewrap takes --from and --to, ids of keys in VAULT_KEYS');
  for (const id of [from, to]) {
    if (Object.hasOwn(keys.keys, id)) continue;
    throw new UsageError(`there is no key ${id} in VAULT_KEYS; there are: ${Object.keys(keys.keys).join(', ')}`);
  }
  if (from === to) throw new UsageError('--from and --to are the same key');
  const size = Number(batch);
  if (!Number.isInteger(size) || size < 1 || size > 10_000)
    throw new UsageError('--batch takes a number from 1 to 10000');
  return { from, to, batch: size };
};

export const command = graphCommand({
  help,
  options,
  actions: ['status', 'rewrap'],
  run: async ({ subgraph = '', data, ...values }, action) => {
    if (!vaults.includes(subgraph)) throw new UsageError(`--subgraph takes ${vaults.join(' or ')}`);
    const connectionString = databaseOf(subgraph, data);
    const keys = vaultKeysOf(subgraph, data);
    const request = action === 'rewrap' ? moveOf(values, keys) : undefined;
    const client = new pg.Client({ connectionString, application_name: 'vault' });
    await client.connect();
    try {
      process.stdout.write(request ? await move(client, keys, request) : await status(client, keys));
    } finally {
      await client.end();
    }
  },
});
