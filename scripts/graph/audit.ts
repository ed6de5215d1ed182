import pg from 'pg';
import { headOf, type ListedEntry, newestEntries, waitingEntries } from '../../subgraphs/kit/audit/list.ts';
import { type Anchor, verifyChain } from '../../subgraphs/kit/audit/verify.ts';
import { UsageError } from '../usage.error.ts';
import { cell } from './cell.ts';
import { graphCommand } from './command.ts';
import { databasesOf, dataOption } from './places.ts';
import { table } from './table.ts';

const help = `The audit trail: one entry for each mutation of each subgraph, done, refused or failed, in a chain of hashes.

  npm run graph -- audit verify [--subgraph pmo] [--anchor SEQ:HASH]
  npm run graph -- audit list   [--subgraph pmo] [--limit 20]
  npm run graph -- audit head   [--subgraph pmo]

  verify   recomputes every hash and names the first entry that was changed, taken out or put in; ends with 1 then
  list     shows the newest entries; those without a number are linked within a second
  head     prints subgraph, number and hash of the last entry. Keep it where the owner of the database cannot reach:
           given to verify as --anchor, it also shows whether the end of the chain was cut off or written anew

  --subgraph NAME      only this one (default: all of the running stack)
  --anchor SEQ:HASH    with verify and --subgraph: an entry that head printed earlier
  --limit N            with list: entries of each subgraph (default 20, at most 1000)
  --data DIR           the stack's data directory

npm run graph -- --help says where it finds the databases.
`;

const options = {
  subgraph: { type: 'string' },
  anchor: { type: 'string' },
  limit: { type: 'string', default: '20' },
  ...dataOption,
} as const;

interface Request {
  anchor: Anchor | undefined;
  limit: number;
}

interface Result {
  text: string;
  isBroken: boolean;
}

const LATE_SECONDS = 60;
const count = (entries: bigint | number) =>
  `${entries.toLocaleString('en')} ${Number(entries) === 1 ? 'entry' : 'entries'}`;

const progress = (subgraph: string) => {
  let shownMs = performance.now();
  return (entries: bigint) => {
    if (performance.now() - shownMs < 1_000) return;
    shownMs = performance.now();
    process.stderr.write(`${subgraph}: ${count(entries)} verified so far\n`);
  };
};

const verify = async (client: pg.Client, subgraph: string, { anchor }: Request): Promise<Result> => {
  const { entries, broken } = await verifyChain(client, { anchor, onProgress: progress(subgraph) });
  if (broken) {
    const text = `${subgraph}: BROKEN: entry ${broken.seq} ${broken.reason}; before it, ${count(entries)} right\n`;
    return { text, isBroken: true };
  }
  const waiting = await waitingEntries(client);
  const isLate = waiting.oldestSeconds > LATE_SECONDS;
  const late = isLate ? `, the oldest for ${waiting.oldestSeconds} s: does the subgraph run?` : '';
  const tail = waiting.entries > 0 ? `; ${waiting.entries} not linked yet${late}` : '';
  return { text: `${subgraph}: ${count(entries)}, the chain holds${tail}\n`, isBroken: isLate };
};

const HEADINGS = ['SEQ', 'AT', 'OUTCOME', 'CODE', 'MUTATION', 'CALLER', 'ORG', 'CLIENT', 'RULES', 'OBJECTS', 'REQUEST'];
const toRow = (entry: ListedEntry): string[] =>
  [
    entry.seq === null ? '-' : String(entry.seq),
    `${entry.at.toISOString().slice(0, 19)}Z`,
    entry.outcome,
    entry.code ?? '-',
    entry.mutation,
    entry.callerId ?? 'anonymous',
    entry.callerOrg ?? '-',
    entry.clientId ?? '-',
    entry.rules.join(' ') || '-',
    entry.objects.join(' ') || '-',
    entry.requestId,
  ].map((text) => cell(text));

const list = async (client: pg.Client, subgraph: string, { limit }: Request): Promise<Result> => {
  const entries = await newestEntries(client, limit);
  const text = entries.length === 0 ? 'no entry\n' : table([HEADINGS, ...entries.map(toRow)]);
  return { text: `${subgraph}\n${text}`, isBroken: false };
};

const head = async (client: pg.Client, subgraph: string): Promise<Result> => {
  const { seq, hash } = await headOf(client);
  return { text: `${subgraph} ${seq}:${hash.toString('hex')}\n`, isBroken: false };
};

const actions = { verify, list, head };

const anchorOf = (text: string | undefined): Anchor | undefined => {
  if (text === undefined) return undefined;
  const [, seq, hash] = /^([1-9]\d{0,17}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq && hash) return { seq: BigInt(seq), hash };
  throw new UsageError('--anchor takes what head printed: the number of an entry, a colon and 64 hexadecimal digits');
};

const limitOf = (text: string): number => {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1_000) return limit;
  throw new UsageError('--limit takes a number from 1 to 1000');
};

export const command = graphCommand({
  help,
  options,
  actions: ['verify', 'list', 'head'],
  run: async ({ subgraph, data, anchor, limit }, action) => {
    if (anchor && !subgraph) throw new UsageError('--anchor is of one chain: name it with --subgraph');
    const request = { anchor: anchorOf(anchor), limit: limitOf(limit) };
    for (const [name, connectionString] of Object.entries(databasesOf(subgraph, data))) {
      const client = new pg.Client({ connectionString, application_name: 'audit' });
      await client.connect();
      const { text, isBroken } = await actions[action](client, name, request).finally(() => client.end());
      process.stdout.write(text);
      if (isBroken) process.exitCode = 1;
    }
  },
});
