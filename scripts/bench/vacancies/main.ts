// How long a search over many vacancies takes in the subgraph, with a typo and a province, beside SQL by hand for just that
// on the same rows; broad texts, lists without a text, and counts.
import 'reflect-metadata';
import { join } from 'node:path';
import type pg from 'pg';
import { jobs } from '../../../subgraphs/jobs/features.ts';
import { searchLoaders } from '../../../subgraphs/jobs/search/search.loader.ts';
import { typedVacancyWords } from '../../../subgraphs/jobs/search/search.words.ts';
import { vacancyLoaders } from '../../../subgraphs/jobs/vacancy/vacancy.loader.ts';
import { entitiesOf, migrationsOf, schemaOf } from '../../../subgraphs/kit/assembly.ts';
import { anonymous } from '../../../subgraphs/kit/caller.ts';
import { type Database, openDatabase } from '../../../subgraphs/kit/database.ts';
import { migrate } from '../../../subgraphs/kit/migrate.ts';
import { execute, parse } from '../../own-graphql.ts';
import { ensureDatabases, startCluster } from '../../postgres.ts';
import { Random } from '../../seed/random.ts';
import { mistyped } from '../courses/queries.ts';
import { type BenchRun, openPool, print, runBench } from '../run.ts';
import { figuresOf, quantile, timed } from '../times.ts';
import { REFERENCE } from './reference.ts';
import { type MadeVacancy, storeVacancies, vacancyOf } from './store.ts';

const GOAL_MS = 50;
const GOAL_RATIO = 2;
const PORT = 21_980;
const ROWS = 20;
const STREAM = 75;

const help = `
npm run bench -- vacancies [--vacancies N] [--queries N]

How long a search with a typo and a province takes in the subgraph (p95 ≤ ${GOAL_MS} ms), and its ratio to SQL written by hand
for it on the same rows (≤ ${GOAL_RATIO}); measured with a tenth of the vacancies first, for the growth.
  --vacancies  open ones (default 100000)
  --queries    of each kind (default 300)
`;

const now = new Date();
const { schema } = schemaOf(jobs);

const LIST = parse(`query ($filter: VacancyFilter, $order: VacancyOrder, $after: String) {
  vacancies(first: ${ROWS}, filter: $filter, order: $order, after: $after) { nodes { id title description type postedAt
    monthlySalaryFrom monthlySalaryTo } pageInfo { hasNextPage endCursor } } }`);
const COUNTED =
  parse(`query ($filter: VacancyFilter) { vacancies(first: ${ROWS}, filter: $filter) { nodes { id } totalCount
  facets { skills { count } regions { count } types { count } pays { count } } } }`);

interface VacancyList {
  vacancies: { nodes: { id: string }[]; pageInfo: { endCursor: string | null } };
}

interface Variables {
  filter?: object;
  order?: string;
  after?: string | null;
}

const askOf = (database: Database) => async (document: ReturnType<typeof parse>, variableValues: Variables) => {
  const loaders = { ...vacancyLoaders({ database }), ...searchLoaders({ database }) };
  const contextValue = { database, loaders, now: () => now, caller: anonymous, language: 'en' };
  const { data, errors } = await execute({ schema, document, variableValues: { ...variableValues }, contextValue });
  if (errors?.[0]) throw errors[0];
  return data as unknown as VacancyList;
};

interface BenchQuery {
  search: string;
  region: string;
}

/** The first two words of a title, one of them mistyped, and the province of its vacancy. */
const makeQueries = (vacancies: readonly MadeVacancy[], count: number): BenchQuery[] =>
  Array.from({ length: count }, (_, index) => {
    const random = new Random(7, STREAM, index);
    const { title, region } = random.pick(vacancies);
    const words = String(title)
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length > 3)
      .slice(0, 3);
    const longest = words.toSorted((one, other) => other.length - one.length)[0] ?? '';
    const search = words.map((word) => (word === longest ? mistyped(random, word) : word)).join(' ');
    return { search, region: String(region).slice(0, 2) };
  });

/** Rounds of both in turns, so that a busy moment of the machine meets both. */
const compare = async (ask: ReturnType<typeof askOf>, reference: pg.Pool, queries: readonly BenchQuery[]) => {
  const ours: number[] = [];
  const byHand: number[] = [];
  for (const filter of queries) {
    const values = [JSON.stringify(typedVacancyWords(filter.search)), filter.region, ROWS + 1];
    const [oursMs, { vacancies }] = await timed(() => ask(LIST, { filter }));
    const [handMs, { rows }] = await timed(() => reference.query({ text: REFERENCE, values }));
    const ids = rows.slice(0, ROWS).map(({ id }) => id as string);
    if (ids.join() !== vacancies.nodes.map(({ id }) => id).join())
      throw new Error(`other rows for ${JSON.stringify(filter)}`);
    ours.push(oursMs);
    byHand.push(handMs);
  }
  return { ours, byHand };
};

const others: Readonly<Record<string, Variables>> = {
  'a broad text': { filter: { search: 'staf' } },
  'a text of two words': { filter: { search: 'teknisi listrik' } },
  'all, newest first': {},
  'all, best paid first': { order: 'PAY_DESC' },
  'a skill, near a city': { filter: { skills: ['data-analysis'], region: '32.73', isNearby: true } },
  'of the last week, two types': { filter: { postedWithinDays: 7, types: ['CONTRACT', 'PART_TIME'] } },
};

/** Pages of the other lists, one after the other. */
const measureOthers = async (ask: ReturnType<typeof askOf>, rounds: number) => {
  const medians: Record<string, number> = {};
  for (const [name, variables] of Object.entries(others)) {
    const times: number[] = [];
    let after: string | null = null;
    for (let round = 0; round < rounds; round += 1) {
      const [ms, list] = await timed(() => ask(LIST, { ...variables, after }));
      times.push(ms);
      after = list.vacancies.pageInfo.endCursor;
    }
    print({ unit: 'ms', ...figuresOf(`${name}, pages one after the other`, times) });
    medians[name] = quantile(times, 0.5);
  }
  return medians;
};

interface SearchBench {
  ask: ReturnType<typeof askOf>;
  reference: pg.Pool;
  queries: readonly BenchQuery[];
}

/** Measures all that is searched on what is stored now. */
const measure = async ({ ask, reference, queries }: SearchBench) => {
  await compare(ask, reference, queries.slice(0, 30));
  const { ours, byHand } = await compare(ask, reference, queries);
  print({ unit: 'ms', ...figuresOf('typo and province', ours) });
  print({ unit: 'ms', ...figuresOf('the same by hand', byHand) });
  const medians = {
    'typo and province': quantile(ours, 0.5),
    'the same by hand': quantile(byHand, 0.5),
    ...(await measureOthers(ask, Math.min(40, queries.length))),
  };
  const counts: number[] = [];
  for (const filter of queries.slice(0, 100)) counts.push((await timed(() => ask(COUNTED, { filter })))[0]);
  print({ unit: 'ms', ...figuresOf('typo and province, with all counts', counts) });
  print({ unit: 'ms', ...figuresOf('all, with all counts', [(await timed(() => ask(COUNTED, {})))[0]]) });
  return { ours, byHand, medians };
};

const options = {
  vacancies: { type: 'string', default: '100000' },
  queries: { type: 'string', default: '300' },
} as const;

const openJobs = async ({ ending, directory }: Pick<BenchRun, 'ending' | 'directory'>) => {
  const cluster = await startCluster({ dataDir: join(directory(), 'postgres'), port: PORT });
  ending.defer(() => cluster.stop());
  const { jobs: url = '' } = await ensureDatabases(cluster.adminUrl, ['jobs'], () => 'bench');
  const made = { entities: entitiesOf(jobs), migrations: migrationsOf(jobs) };
  const database = await openDatabase({ url, name: 'bench', ...made });
  ending.defer(() => database.close());
  await migrate(database);
  return { ask: askOf(database), reference: openPool(ending, { connectionString: url, max: 1 }) };
};

await runBench({ name: 'vacancies', help, options }, async (run) => {
  const vacancies = Array.from({ length: run.count('vacancies') }, (_, index) => vacancyOf(index, now));
  const tenth = Math.ceil(vacancies.length / 10);
  const { ask, reference } = await openJobs(run);
  const measureWith = async (first: number, last: number) => {
    const seconds = await storeVacancies(reference, vacancies.slice(first, last));
    print({ vacancies: last, storeSeconds: Number(seconds.toFixed(1)) });
    return measure({ ask, reference, queries: makeQueries(vacancies.slice(0, last), run.count('queries')) });
  };
  const few = await measureWith(0, tenth);
  const { ours, byHand, medians } = await measureWith(tenth, vacancies.length);
  const growth = Object.entries(medians).map(([name, ms]) => {
    const before = Object.entries(few.medians).find(([other]) => other === name)?.[1] ?? ms;
    return [name, Number((ms / before).toFixed(2))];
  });
  print({ growth: Object.fromEntries(growth), from: tenth, to: vacancies.length });
  const ratio = Number((quantile(ours, 0.5) / quantile(byHand, 0.5)).toFixed(2));
  const p95 = quantile(ours, 0.95);
  const pass = p95 <= GOAL_MS && ratio <= GOAL_RATIO;
  print({ bench: 'vacancies', unit: 'ms, p95', ours: p95, reference: quantile(byHand, 0.95), ratio, pass });
  return pass;
});
