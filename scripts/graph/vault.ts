import pg from 'pg';
import { identityChain } from '../../gateway/identity/blind-index.ts';
import { subgraphChain, type VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { type ReindexOptions, reindex } from '../../subgraphs/kit/vault/reindex.ts';
import { rewrap } from '../../subgraphs/kit/vault/rewrap.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { databaseOf, dataOption, vaultKeysOf } from './places.ts';

const help = `The keys of personal data. Each person's data key is stored under a key-encryption key of VAULT_KEYS.

  npm run graph -- vault status --subgraph pmo
  npm run graph -- vault rewrap --subgraph pmo --from 2026-01 --to 2026-11
  npm run graph -- vault reindex --subgraph pmo

  status   how many data keys are under which key-encryption key
  rewrap   puts the data keys that are under --from under --to. No sealed value is written, and the subgraph goes on
           meanwhile; interrupted, it goes on where it was when run again

  reindex  makes every blind index anew by nextIndex of VAULT_KEYS, which all processes of the service must know before.
           It goes on beside them, and, interrupted, goes on where it was when run again

  To rotate: add a key to VAULT_KEYS and name it as current, restart the subgraph, rewrap, and then drop the old key.
  To rotate the index key: set nextIndex, restart all processes of the service, reindex, put it at the end of the list in
  index, and restart again. Former index keys stay in the list.

  --subgraph NAME   pmo or payments; identity for reindex
  --from ID         the old key-encryption key
  --to ID           the new one
  --batch N         data keys, or indexes, of one transaction (default 1000, at most 10000)
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
/** Services whose index keys can be rotated. */
const indexed = [...vaults, 'identity'];

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

const makeAnew = async (client: pg.Client, { chain, batch }: ReindexOptions): Promise<string> => {
  let shownMs = performance.now();
  const moved = new Map<string, number>();
  for await (const { table, column, moved: rows } of reindex(client, { chain, batch })) {
    moved.set(`${table}.${column}`, rows);
    if (performance.now() - shownMs < EVERY_MS) continue;
    shownMs = performance.now();
    process.stderr.write(`${table}.${column}: ${rows.toLocaleString('en')} rows so far\n`);
  }
  const lines = [...moved].map(([place, rows]) => `${place}: ${rows.toLocaleString('en')} rows\n`);
  return `${lines.join('')}every blind index is by ${chain.length} keys: put nextIndex at the end of index\n`;
};

const batchOf = (batch: string): number => {
  const size = Number(batch);
  if (Number.isInteger(size) && size >= 1 && size <= 10_000) return size;
  throw new UsageError('--batch takes a number from 1 to 10000');
};

interface VaultRequest {
  subgraph: string;
  keys: VaultKeys;
  values: { from?: string | undefined; to?: string | undefined; batch: string };
}

/** What an action does with a database, once its arguments are right. */
const workOf = (action: 'status' | 'rewrap' | 'reindex', { subgraph, keys, values }: VaultRequest) => {
  if (action === 'status') return (client: pg.Client) => status(client, keys);
  if (action === 'rewrap') {
    const request = moveOf(values, keys);
    return (client: pg.Client) => move(client, keys, request);
  }
  if (!keys.nextIndex) throw new UsageError('reindex takes the new key from nextIndex of VAULT_KEYS: there is none');
  const chain = subgraph === 'identity' ? identityChain(keys) : subgraphChain(keys);
  const batch = batchOf(values.batch);
  return (client: pg.Client) => makeAnew(client, { chain, batch });
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
  return { from, to, batch: batchOf(batch) };
};

export const command = graphCommand({
  help,
  options,
  actions: ['status', 'rewrap', 'reindex'],
  run: async ({ subgraph = '', data, ...values }, action) => {
    const known = action === 'reindex' ? indexed : vaults;
    if (!known.includes(subgraph)) throw new UsageError(`--subgraph takes ${known.join(' or ')}`);
    const connectionString = databaseOf(subgraph, data);
    const keys = vaultKeysOf(subgraph, data);
    const work = workOf(action, { subgraph, keys, values });
    const client = new pg.Client({ connectionString, application_name: 'vault' });
    await client.connect();
    try {
      process.stdout.write(await work(client));
    } finally {
      await client.end();
    }
  },
});
