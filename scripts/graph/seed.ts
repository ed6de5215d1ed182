import { databasesEnv } from '../env.ts';
import { parsePeople } from '../seed/people.ts';
import { vaults } from '../stack/secrets.ts';
import { readStackFile } from '../stack/stack-file.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { DEFAULT_DATA, databasesOf, dataOption, soleDatabase, vaultKeysOf } from './places.ts';

const help = `
npm run graph -- seed [--people small|N] [--seed S] [--data DIR]

Gives synthetic participants to a graph without people, such as a stack that was started with --seed none.
  --people  how many: small (2,000, default) or any number to 1,000,000
  --seed    any whole number; the same number makes the same people (default 1)
  --data    the stack's data directory; npm run graph -- --help says where it finds the databases without it
`;

const readSeed = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--seed takes a whole number from 0 to 999999999; it was ${text}`);
};

const readPeople = (text: string): number => {
  if (text === 'small' || /^\d+$/.test(text)) return parsePeople(text);
  throw new UsageError(`--people takes small or a number from 1 to 1000000; it was ${text}`);
};

const sealed = vaults.filter((name) => name !== 'identity');

/** A stack of this machine has its simulated partners know the accounts; elsewhere they are told by whoever keeps them. */
const partnersOf = async (data: string | undefined) => {
  const hasOwn = data === undefined && (soleDatabase(data) !== undefined || Object.keys(databasesEnv()).length > 0);
  const place = data ?? DEFAULT_DATA;
  if (hasOwn) return {};
  const { partnersOfStack } = await import('../stack/seed-sample.ts');
  return partnersOfStack(readStackFile(place).url, place);
};

export const command = graphCommand({
  help,
  options: {
    people: { type: 'string', default: 'small' },
    seed: { type: 'string', default: '1' },
    ...dataOption,
  },
  run: async ({ people: count, seed: text, data }) => {
    const people = readPeople(count);
    const seed = readSeed(text);
    const databases = databasesOf(undefined, data);
    const vaultKeys = Object.fromEntries(sealed.map((name) => [name, vaultKeysOf(name, data)]));
    // Loaded once there is somewhere to put people.
    const { seedStack } = await import('../seed/seed.ts');
    const partners = await partnersOf(data);
    const made = await seedStack({ databases, people, seed, vaultKeys, ...partners, isAddingPeople: true });
    if (made === 0) throw new Error('there are participants already; a stack without any is started with --seed none');
    process.stdout.write(`seed: ${made.toLocaleString('en')} synthetic participants, seed number ${seed}\n`);
  },
});
