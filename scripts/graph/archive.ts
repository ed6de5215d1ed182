import { statSync } from 'node:fs';
import pg from 'pg';
import { archiveMonth, auditMonths, dropArchived } from '../../subgraphs/kit/audit/archive.ts';
import { startOfChain } from '../../subgraphs/kit/audit/verify.ts';
import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { databasesOf, dataOption } from './places.ts';

const help = `Months of the audit trail that were kept for their ten years.

  npm run graph -- archive [--subgraph pmo]
  npm run graph -- archive [--subgraph pmo] --to DIR
  npm run graph -- archive [--subgraph pmo] --to DIR --drop

Says which months may go; does nothing more. With --to it writes each into a file, reads that back, and follows the
chain of hashes through it. With --drop, which needs --to, it then drops the month: audit verify begins behind it.
A month within its ten years is never touched, nor the one that has the last entry.

  --to DIR          a directory that is kept apart from the database
  --drop            drops what was archived
  --subgraph NAME   only this one (default: all of the running stack)
  --data DIR        the stack's data directory

npm run graph -- --help says where it finds the databases.
`;

const options = {
  subgraph: { type: 'string' },
  to: { type: 'string' },
  drop: { type: 'boolean', default: false },
  ...dataOption,
} as const;

interface Request {
  name: string;
  archive: string | undefined;
  isDropping: boolean;
}

const entriesOf = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'entry' : 'entries'}`;

const keep = async (client: pg.Client, { name, archive, isDropping }: Request): Promise<void> => {
  const months = await auditMonths(client, jakartaDayAfter(new Date(), 0));
  const due = months.filter(({ isDue }) => isDue);
  const next = months.find(({ isDue }) => !isDue);
  if (due.length === 0) {
    const until = next ? `; the next is ${next.partition}, on ${next.keptUntil}` : '';
    return void process.stdout.write(`${name}: no month may go${until}\n`);
  }
  let start = await startOfChain(client);
  for (const { partition, keptUntil } of due) {
    if (archive === undefined) {
      process.stdout.write(`${name}: ${partition} may go since ${keptUntil}\n`);
      continue;
    }
    const archived = await archiveMonth(client, { partition, start, directory: archive, name });
    if (isDropping) await dropArchived(client, { partition, archived });
    start = archived;
    const done = `${name}: ${partition}, ${entriesOf(archived.entries)}, archived in ${archived.file}`;
    process.stdout.write(`${done}${isDropping ? ' and dropped' : ''}\n`);
  }
};

export const command = graphCommand({
  help,
  options,
  run: async ({ subgraph, data, to: archive, drop }) => {
    if (drop && archive === undefined) throw new UsageError('--drop needs --to: nothing goes that is not archived');
    if (archive !== undefined && !statSync(archive, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`${archive} is no directory`);
    for (const [name, connectionString] of Object.entries(databasesOf(subgraph, data))) {
      const client = new pg.Client({ connectionString, application_name: 'archive' });
      await client.connect();
      await keep(client, { name, archive, isDropping: drop }).finally(() => client.end());
    }
  },
});
