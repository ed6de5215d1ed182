import type { ParseArgsConfig } from 'node:util';
import pg from 'pg';
import { headOf, type ListedEntry, newestEntries, waitingEntries } from '../subgraphs/kit/audit/list.ts';
import { type Anchor, verifyChain } from '../subgraphs/kit/audit/verify.ts';
import { fail } from './arguments.ts';
import { parseCommand } from './commands.ts';
import { startEnv } from './env.ts';
import { readStackFile } from './stack/stack-file.ts';
import { UsageError } from './usage.error.ts';

const HELP = `The audit trail: one entry for each mutation of each subgraph, done, refused or failed, in a chain of hashes.

  npm run audit -- verify [--subgraph pmo] [--anchor SEQ:HASH]
  npm run audit -- list   [--subgraph pmo] [--limit 20]
  npm run audit -- head   [--subgraph pmo]

  verify   recomputes every hash and names the first entry that was changed, taken out or put in; ends with 1 then
  list     shows the newest entries; those without a number are linked within a second
  head     prints subgraph, number and hash of the last entry. Keep it where the owner of the database cannot reach:
           given to verify as --anchor, it also shows whether the end of the chain was cut off or written anew

  --subgraph NAME      only this one (default: all of the running stack)
  --anchor SEQ:HASH    with verify and --subgraph: an entry that head printed earlier
  --limit N            with list: entries of each subgraph (default 20, at most 1000)
  --data DIR           the stack's data directory (default .data)
  --help

When DATABASE_URL is set, it is the database of the subgraph that --subgraph names, instead of a running stack's.
`;

const options = {
  subgraph: { type: 'string' },
  anchor: { type: 'string' },
  limit: { type: 'string', default: '20' },
  data: { type: 'string', default: '.data' },
  help: { type: 'boolean', short: 'h', default: false },
} satisfies ParseArgsConfig['options'];

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
const CELL_WIDTH = 40;

// What a caller could choose, such as an id, must not move the cursor of whoever reads it.
const cell = (text: string) => text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, CELL_WIDTH);

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
  ].map(cell);

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
};

const list = async (client: pg.Client, subgraph: string, { limit }: Request): Promise<Result> => {
  const entries = await newestEntries(client, limit);
  const text = entries.length === 0 ? 'no entry\n' : table([HEADINGS, ...entries.map(toRow)]);
  return { text: `${subgraph}\n${text}`, isBroken: false };
};

const head = async (client: pg.Client, subgraph: string): Promise<Result> => {
  const { seq, hash } = await headOf(client);
  return { text: `${subgraph} ${seq}:${hash.toString('hex')}\n`, isBroken: false };
};

const commands = new Map([
  ['verify', verify],
  ['list', list],
  ['head', head],
]);

const databasesOf = ({ subgraph, data }: { subgraph?: string | undefined; data: string }): Record<string, string> => {
  const { DATABASE_URL: url } = startEnv();
  if (url && subgraph) return { [subgraph]: url };
  if (url) throw new UsageError('DATABASE_URL is set: name its subgraph with --subgraph');
  const all = Object.entries(readStackFile(data).subgraphs).filter(([name]) => !subgraph || name === subgraph);
  if (all.length > 0) return Object.fromEntries(all.map(([name, { databaseUrl }]) => [name, databaseUrl]));
  throw new Error(`no subgraph ${subgraph} in the stack`);
};

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

const main = async (args: string[]): Promise<void> => {
  const { values, positionals } = parseCommand(args, options);
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const command = commands.get(positionals.join(' '));
  if (!command) throw new UsageError('say verify, list or head (--help tells more)');
  if (values.anchor && !values.subgraph) throw new UsageError('--anchor is of one chain: name it with --subgraph');
  const request = { anchor: anchorOf(values.anchor), limit: limitOf(values.limit) };
  for (const [subgraph, connectionString] of Object.entries(databasesOf(values))) {
    const client = new pg.Client({ connectionString, application_name: 'audit' });
    await client.connect();
    const { text, isBroken } = await command(client, subgraph, request).finally(() => client.end());
    process.stdout.write(text);
    if (isBroken) process.exitCode = 1;
  }
};

main(process.argv.slice(2)).catch((error: unknown) => fail('audit', error));
