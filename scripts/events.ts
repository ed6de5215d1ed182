import type { ParseArgsConfig } from 'node:util';
import { openBoss } from '../subgraphs/kit/events/boss.ts';
import { type DeadLetter, listDeadLetters, replayDeadLetters } from '../subgraphs/kit/events/dead-letters.ts';
import { fail } from './arguments.ts';
import { parseCommand } from './commands.ts';
import { startEnv } from './env.ts';
import { readStackFile } from './stack/stack-file.ts';
import { UsageError } from './usage.error.ts';

const HELP = `Events that a subscriber did not take in 72 hours (dead letters).

  npm run events -- list   --subgraph pmo [--subscriber payments] [--id EVENT]
  npm run events -- replay --subgraph pmo [--subscriber payments] [--id EVENT]

  list     shows them, oldest first
  replay   puts them back into delivery for another 72 hours; subscribers ignore what they already have

  --subgraph NAME     the publisher, found in the running stack
  --subscriber NAME   only those of this subscriber
  --id EVENT          only this event
  --data DIR          the stack's data directory (default .data)
  --help

Without --subgraph, DATABASE_URL names the publisher's database.
`;

const options = {
  subgraph: { type: 'string' },
  subscriber: { type: 'string' },
  id: { type: 'string' },
  data: { type: 'string', default: '.data' },
  help: { type: 'boolean', short: 'h', default: false },
} satisfies ParseArgsConfig['options'];

const databaseUrlOf = ({ subgraph, data }: { subgraph?: string | undefined; data: string }): string => {
  if (subgraph === undefined) {
    const { DATABASE_URL } = startEnv();
    if (DATABASE_URL) return DATABASE_URL;
    throw new UsageError('--subgraph is missing: whose events?');
  }
  const { subgraphs } = readStackFile(data);
  const found = Object.hasOwn(subgraphs, subgraph) ? subgraphs[subgraph] : undefined;
  if (found) return found.databaseUrl;
  throw new Error(`no subgraph ${subgraph} in the stack; there are: ${Object.keys(subgraphs).toSorted().join(', ')}`);
};

const ERROR_WIDTH = 60;

const toRow = ({ id, type, subscriber, failedAt, attempts, error }: DeadLetter) => [
  id,
  type,
  subscriber,
  failedAt.toISOString().slice(0, 19).concat('Z'),
  String(attempts),
  error.replaceAll(/\s+/g, ' ').slice(0, ERROR_WIDTH),
];

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
};

const HEADINGS = ['EVENT', 'TYPE', 'SUBSCRIBER', 'FAILED AT', 'TRIES', 'LAST ERROR'];

const commands = new Map([
  [
    'list',
    async (boss, filter) => {
      const letters = await listDeadLetters(boss, filter);
      return letters.length === 0 ? 'no dead letters\n' : table([HEADINGS, ...letters.map(toRow)]);
    },
  ],
  ['replay', async (boss, filter) => `${await replayDeadLetters(boss, filter)} put back into delivery\n`],
] satisfies [string, (...of: Parameters<typeof listDeadLetters>) => Promise<string>][]);

const run = async (args: string[]): Promise<string> => {
  const { values, positionals } = parseCommand(args, options);
  if (values.help) return HELP;
  const command = commands.get(positionals.join(' '));
  if (!command) throw new UsageError('say list or replay (--help tells more)');
  const boss = await openBoss(databaseUrlOf(values));
  try {
    return await command(boss, { subscriber: values.subscriber, id: values.id });
  } finally {
    await boss.stop({ graceful: false });
  }
};

run(process.argv.slice(2)).then(
  (text) => process.stdout.write(text),
  (error: unknown) => fail('events', error),
);
