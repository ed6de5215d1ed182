import { fail, readArguments } from './arguments.ts';
import { parsePeople, seedStack } from './seed/seed.ts';
import { readSecrets } from './stack/secrets.ts';
import { readStackFile } from './stack/stack-file.ts';
import { UsageError } from './usage.error.ts';

const help = `
npm run seed -- [--people small|N] [--seed S] [--data DIR]

Gives synthetic participants to the running stack, which was started with --seed none.
  --people  how many: small (2,000, default) or any number to 1,000,000
  --seed    any whole number; the same number makes the same people (default 1)
  --data    the stack's data directory (default .data)
`;

const readSeed = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--seed takes a whole number from 0 to 999999999; it was ${text}`);
};

const readPeople = (text: string): number => {
  if (text === 'small' || /^\d+$/.test(text)) return parsePeople(text);
  throw new UsageError(`--people takes small or a number from 1 to 1000000; it was ${text}`);
};

const main = async () => {
  const options = {
    people: { type: 'string', default: 'small' },
    seed: { type: 'string', default: '1' },
    data: { type: 'string', default: '.data' },
  } as const;
  const { people: count = '', seed = '', data = '.data' } = readArguments('seed', help, options);
  const [people, number] = [readPeople(count), readSeed(seed)];
  const { subgraphs } = readStackFile(data);
  const databases = Object.fromEntries(Object.entries(subgraphs).map(([name, { databaseUrl }]) => [name, databaseUrl]));
  const { vaultKeys } = readSecrets(data);
  const made = await seedStack({ databases, people, seed: number, vaultKeys, isAddingPeople: true });
  if (made === 0) throw new Error(`the stack on ${data} already has participants; start one with --seed none`);
  process.stdout.write(`seed: ${made.toLocaleString('en')} synthetic participants, seed number ${number}\n`);
};

main().catch((error: unknown) => fail('seed', error));
