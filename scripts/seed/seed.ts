import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { readRegions } from '../../subgraphs/pmo/region/regions.data.ts';
import { skills } from '../../subgraphs/pmo/skill/skills.data.ts';
import type { CivilPerson } from '../simulators/civil/people.file.ts';
import { civilPersonOf } from './civil.rows.ts';
import { copyInto } from './copy.ts';
import type { DatabaseSeed } from './database.seed.ts';
import { beginWithLocks, withoutIndexes } from './indexes.ts';
import { jobsTables } from './jobs.rows.ts';
import { jobsSeed } from './jobs.seed.ts';
import { paymentsSeed } from './payments.seed.ts';
import { pmoSeed } from './pmo.seed.ts';
import { type Person, type PopulationOptions, personAt } from './population.ts';
import { progressBar } from './progress.ts';
import { drawSample } from './sample-draw.ts';
import { catalogue } from './training.rows.ts';
import { trainingSeed } from './training.seed.ts';
import type { PartnerAccount } from './wallets.rows.ts';

const REFERENCE_SEED = 1;
const CHUNK = 1_000;
/** Chunks that the slowest database may be behind. */
const AHEAD = 20;

const open = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  // A failure surfaces at the statement that it hits.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('set synchronous_commit = off');
  return client;
};

const load = ({ client, seed }: { client: pg.Client; seed: DatabaseSeed }, people: readonly Person[]) => {
  for (const person of people) seed.see?.(person);
  return seed.tables.reduce(
    (done, { into, lines }) => done.then(() => copyInto(client, into, people.map(lines).join(''))),
    Promise.resolve(),
  );
};

type Target = Parameters<typeof load>[0];

/**
 * Makes people while the databases take those made before. Each database has a queue of its own, so that none waits for
 * a slower one until that is several chunks behind, which bounds the memory.
 */
const loadPeople = async (targets: readonly Target[], options: PopulationOptions) => {
  const report = progressBar('Seeding participants', options.people);
  const queues = targets.map(() => Promise.resolve());
  const taken: Promise<unknown>[] = [];
  for (let from = 0; from < options.people; from += CHUNK) {
    const count = Math.min(CHUNK, options.people - from);
    const people = Array.from({ length: count }, (_, at) => personAt(from + at, options));
    for (const [at, target] of targets.entries())
      queues[at] = (queues[at] as Promise<void>).then(() => load(target, people));
    const chunk = Promise.all(queues).then(() => report(from + count));
    // A failure surfaces where the chunk is awaited; until then it must not count as unhandled.
    chunk.catch(() => undefined);
    taken.push(chunk);
    await (taken.length > AHEAD ? taken.shift() : setImmediate());
  }
  await Promise.all(taken);
};

export interface SeedOptions {
  /** URL of each subgraph's database, migrated. */
  databases: Record<string, string>;
  people: number;
  /** The same number makes the same people; the reference data are always the same. */
  seed: number;
  /** Keys by subgraph: those of `pmo` seal identities, those of `payments` seal wallet numbers. */
  vaultKeys: Record<string, VaultKeys>;
  /** Key of the proofs of NIKs; without it no wallet was asked about. */
  nikKey?: string | undefined;
  /** The moment around which classes are; that of the machine unless said. */
  now?: Date | undefined;
  /** Told of each account that its partner has to know. */
  tell?(account: PartnerAccount): void;
  /** Told of each person whom the civil registry has to know. */
  know?(person: CivilPerson): void;
  /** Awaited when everything is made, before anybody sees it. */
  beforeCommit?(): Promise<void>;
  /** Also gives people to databases that hold reference data alone, as `--seed none` leaves them. */
  isAddingPeople?: boolean;
}

const plan = async ({
  people,
  seed,
  vaultKeys,
  nikKey,
  now,
  tell = () => undefined,
  know,
}: Omit<SeedOptions, 'databases'>) => {
  const { pmo: keys, payments: walletKeys } = vaultKeys;
  if (!keys || !walletKeys) throw new Error('pmo and payments need vault keys: what names people is sealed');
  const regencies = (await readRegions()).filter(({ level }) => level === 'REGENCY');
  const { courses, tables } = catalogue(REFERENCE_SEED);
  const codes = regencies.map(({ code }) => code);
  const options: PopulationOptions = {
    people,
    seed,
    regencies: codes,
    skills: skills.map(({ code }) => code),
    courses: courses.map(({ skillCodes, ...course }) => ({ ...course, skills: skillCodes })),
  };
  // `pmo` is last: when it is filled, all are.
  const seeds = [
    jobsSeed(jobsTables(REFERENCE_SEED, codes)),
    trainingSeed(tables(regencies), now),
    paymentsSeed({ vaultKeys: walletKeys, nikKey: nikKey ?? null, tell }),
    { ...pmoSeed(keys), ...(know && { see: (person: Person) => know(civilPersonOf(person)) }) },
  ];
  return { population: options, seeds };
};

const prepare = async (client: pg.Client, seed: DatabaseSeed) => {
  const copied = seed.tables.map(({ into }) => into.slice(0, into.indexOf(' ')));
  const all = [...copied, ...(seed.alsoLarge ?? [])];
  await beginWithLocks(client, all);
  await seed.before(client);
  return withoutIndexes(client, { all, copied, inOrder: seed.inOrder });
};

// Of the database's own tables alone: the catalogues of the cluster are locked until the transaction ends.
const OWN_TABLES = `select string_agg(oid::regclass::text, ', ') as names from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`;

const analyze = async (client: pg.Client) => {
  const { rows } = await client.query<{ names: string }>(OWN_TABLES);
  await client.query(`analyze ${rows[0]?.names}`);
};

const finish = async (client: pg.Client, seed: DatabaseSeed, restoreIndexes?: () => Promise<void>) => {
  await seed.after(client);
  await restoreIndexes?.();
  await analyze(client);
};

const hasRow = async (client: pg.Client, probe: string) => (await client.query(probe)).rows.length > 0;

/**
 * What is left to do for a database; undefined when it is filled. The first table of a seed has rows as soon as there
 * are people.
 */
const restOf = async (client: pg.Client, seed: DatabaseSeed, isAddingPeople: boolean) => {
  if (!(await hasRow(client, seed.probe))) return seed;
  if (!isAddingPeople) return undefined;
  const hasPeople = await hasRow(client, `select 1 from ${seed.tables[0]?.into.split(' ')[0]} limit 1`);
  return hasPeople ? undefined : { ...seed, before: async () => undefined };
};

const fill = async (options: SeedOptions): Promise<number> => {
  const { databases, people, isAddingPeople = false } = options;
  const targets: Target[] = [];
  const { population, seeds } = await plan(options);
  try {
    for (const each of seeds) {
      const client = await open(databases[each.name] ?? '');
      const rest = await restOf(client, each, isAddingPeople);
      if (rest) targets.push({ client, seed: rest });
      else await client.end();
    }
    if (targets.length === 0) return 0;
    const restores = await Promise.all(targets.map(({ client, seed }) => prepare(client, seed)));
    await loadPeople(targets, population);
    await Promise.all(targets.map(({ client, seed }, at) => finish(client, seed, restores[at])));
    await options.beforeCommit?.();
    for (const { client } of targets) await client.query('commit');
    return people;
  } finally {
    await Promise.all(targets.map(({ client }) => client.end()));
  }
};

/**
 * Fills the databases with reference data and synthetic people, unless they are filled already, and draws the sample
 * wave. Each database is filled in one transaction, so a run that was killed leaves nothing half done.
 * @returns the number of people made
 */
export const seedStack = async (options: SeedOptions): Promise<number> => {
  const made = await fill(options);
  const client = await open(options.databases.pmo ?? '');
  try {
    await drawSample(client);
  } finally {
    await client.end();
  }
  return made;
};
