import type { PgBoss } from 'pg-boss';
import { openBoss } from '../../subgraphs/kit/events/boss.ts';
import { type DeadLetter, listDeadLetters, replayDeadLetters } from '../../subgraphs/kit/events/dead-letters.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { databaseOf, dataOption, soleDatabase } from './places.ts';
import { table } from './table.ts';

const help = `Events that a subscriber did not take in 72 hours (dead letters).

  npm run graph -- events list   --subgraph pmo [--subscriber payments] [--id EVENT]
  npm run graph -- events replay --subgraph pmo [--subscriber payments] [--id EVENT]

  list     shows them, oldest first
  replay   puts them back into delivery for another 72 hours; subscribers ignore what they already have

  --subgraph NAME     the publisher; may be left out when DATABASE_URL is its database
  --subscriber NAME   only those of this subscriber
  --id EVENT          only this event
  --data DIR          the stack's data directory

npm run graph -- --help says where it finds the database.
`;

const options = {
  subgraph: { type: 'string' },
  subscriber: { type: 'string' },
  id: { type: 'string' },
  ...dataOption,
} as const;

const publisherOf = (subgraph: string | undefined, data: string | undefined): string => {
  const databaseUrl = subgraph === undefined ? soleDatabase(data) : databaseOf(subgraph, data);
  if (databaseUrl) return databaseUrl;
  throw new UsageError('--subgraph is missing: whose events?');
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

const HEADINGS = ['EVENT', 'TYPE', 'SUBSCRIBER', 'FAILED AT', 'TRIES', 'LAST ERROR'];

type Filter = Parameters<typeof listDeadLetters>[1];

const list = async (boss: PgBoss, filter: Filter): Promise<string> => {
  const letters = await listDeadLetters(boss, filter);
  return letters.length === 0 ? 'no dead letters\n' : table([HEADINGS, ...letters.map(toRow)]);
};

const replay = async (boss: PgBoss, filter: Filter): Promise<string> =>
  `${await replayDeadLetters(boss, filter)} put back into delivery\n`;

const actions = { list, replay };

export const command = graphCommand({
  help,
  options,
  actions: ['list', 'replay'],
  run: async ({ subgraph, data, subscriber, id }, action) => {
    const boss = await openBoss(publisherOf(subgraph, data));
    try {
      process.stdout.write(await actions[action](boss, { subscriber, id }));
    } finally {
      await boss.stop({ graceful: false });
    }
  },
});
