// How long a search over many courses takes in the subgraph, with a typo, a skill and a province, beside SQL by hand for
// just that on the same rows; and how many planted courses are found.
import 'reflect-metadata';
import { join } from 'node:path';
import type pg from 'pg';
import { entitiesOf, migrationsOf, schemaOf } from '../../../subgraphs/kit/assembly.ts';
import { anonymous } from '../../../subgraphs/kit/caller.ts';
import { type Database, openDatabase } from '../../../subgraphs/kit/database.ts';
import { migrate } from '../../../subgraphs/kit/migrate.ts';
import { courseLoaders } from '../../../subgraphs/training/course/course.loader.ts';
import { training } from '../../../subgraphs/training/features.ts';
import { searchLoaders } from '../../../subgraphs/training/search/search.loader.ts';
import { courseWordsOf } from '../../../subgraphs/training/search/search.words.ts';
import { execute, parse } from '../../own-graphql.ts';
import { ensureDatabases, startCluster } from '../../postgres.ts';
import { openPool, print, runBench } from '../run.ts';
import { figuresOf, quantile, timed } from '../times.ts';
import { makeCourses, storeCourses } from './catalogue.ts';
import { planted } from './planted.ts';
import { type BenchQuery, makeQueries } from './queries.ts';
import { REFERENCE } from './reference.ts';

const GOAL_MS = 50;
const GOAL_RATIO = 1.5;
const GOAL_FOUND = 90;
const PORT = 21_970;
const ROWS = 20;

const help = `
npm run bench -- courses [--courses N] [--queries N]

How long a search with a typo, a skill and a province takes in the subgraph (p95 ≤ ${GOAL_MS} ms), its ratio to SQL written by
hand for it on the same rows (≤ ${GOAL_RATIO}), and how many of 100 planted courses are among the first ten (≥ ${GOAL_FOUND}).
  --courses  on offer (default 50000)
  --queries  of each kind (default 400)
`;

const now = new Date('2026-11-28T03:00:00Z');
const { schema } = schemaOf(training);

const LIST =
  parse(`query ($filter: CourseFilter, $order: CourseOrder) { courses(first: ${ROWS}, filter: $filter, order: $order) {
  nodes { id title description price durationHours mode status ratingCount ratingAverage } pageInfo { hasNextPage endCursor } } }`);
const COUNTED =
  parse(`query ($filter: CourseFilter) { courses(first: ${ROWS}, filter: $filter) { nodes { id title } totalCount
  facets { platforms { count } modes { count } skills { count } regions { count } prices { count } } } }`);

interface CourseList {
  courses: { nodes: { id: string; title: string }[] };
}

const askOf = (database: Database) => async (document: ReturnType<typeof parse>, filter: object, order?: string) => {
  const loaders = { ...courseLoaders({ database }), ...searchLoaders({ database }) };
  const contextValue = { database, loaders, now: () => now, caller: anonymous, language: 'en' };
  const { data, errors } = await execute({ schema, document, variableValues: { filter, order }, contextValue });
  if (errors?.[0]) throw errors[0];
  return data as unknown as CourseList;
};

const filterOf = ({ search, skill, province }: BenchQuery) => ({ search, skills: [skill], region: province });

/** Rounds of both in turns, so that a busy moment of the machine meets both. */
const compare = async (ask: ReturnType<typeof askOf>, reference: pg.Pool, queries: readonly BenchQuery[]) => {
  const ours: number[] = [];
  const byHand: number[] = [];
  for (const query of queries) {
    const words = JSON.stringify(
      courseWordsOf(query.search).map(({ words, isFiller }) => ({ words, is_filler: isFiller })),
    );
    const values = [words, query.skill, query.province, now, ROWS + 1];
    const [oursMs, { courses }] = await timed(() => ask(LIST, filterOf(query)));
    const [handMs, { rows }] = await timed(() => reference.query({ name: 'reference', text: REFERENCE, values }));
    const ids = rows.slice(0, ROWS).map(({ id }) => id as string);
    if (ids.join() !== courses.nodes.map(({ id }) => id).join())
      throw new Error(`other rows for ${JSON.stringify(query)}`);
    ours.push(oursMs);
    byHand.push(handMs);
  }
  return { ours, byHand };
};

const openTraining = async (url: string) => {
  const database = await openDatabase({
    url,
    name: 'bench',
    entities: entitiesOf(training),
    migrations: migrationsOf(training),
  });
  await migrate(database);
  return database;
};

const options = {
  courses: { type: 'string', default: '50000' },
  queries: { type: 'string', default: '400' },
} as const;

await runBench({ name: 'courses', help, options }, async ({ ending, directory, count }) => {
  const courses = makeCourses(count('courses'));
  const queries = makeQueries(courses, count('queries'));
  const cluster = await startCluster({ dataDir: join(directory(), 'postgres'), port: PORT });
  ending.defer(() => cluster.stop());
  const { training: url = '' } = await ensureDatabases(cluster.adminUrl, ['training'], () => 'bench');
  const database = await openTraining(url);
  ending.defer(() => database.close());
  const reference = openPool(ending, { connectionString: url, max: 1 });
  const [storedMs] = await timed(() => storeCourses(reference, courses, now));
  await reference.query('vacuum analyze');
  const ask = askOf(database);
  await compare(ask, reference, queries.slice(0, 50));
  const { ours, byHand } = await compare(ask, reference, queries);
  const without: number[] = [];
  const counts: number[] = [];
  for (const query of queries) without.push((await timed(() => ask(LIST, { search: query.search })))[0]);
  const soon: number[] = [];
  for (const _ of queries) soon.push((await timed(() => ask(LIST, {}, 'STARTS_SOON')))[0]);
  for (const query of queries) counts.push((await timed(() => ask(COUNTED, filterOf(query))))[0]);
  let found = 0;
  const looking: number[] = [];
  for (const { title, query } of Object.values(planted).flat()) {
    const [ms, list] = await timed(() => ask(LIST, { search: query }));
    looking.push(ms);
    if (list.courses.nodes.slice(0, 10).some((course) => course.title === title)) found += 1;
  }
  print({ courses: courses.length, fillSeconds: Number((storedMs / 1_000).toFixed(1)) });
  print({ unit: 'ms', ...figuresOf('typo, skill and province', ours) });
  print({ unit: 'ms', ...figuresOf('the same by hand', byHand) });
  print({ unit: 'ms', ...figuresOf('typo alone', without) });
  print({ unit: 'ms', ...figuresOf('typo, skill and province, with all counts', counts) });
  print({ unit: 'ms', ...figuresOf('all, those that start soon first', soon) });
  print({ unit: 'ms', ...figuresOf('planted', looking) });
  const ratio = Number((quantile(ours, 0.5) / quantile(byHand, 0.5)).toFixed(2));
  const p95 = quantile(ours, 0.95);
  const pass = p95 <= GOAL_MS && ratio <= GOAL_RATIO && found >= GOAL_FOUND;
  print({ bench: 'courses', unit: 'ms, p95', ours: p95, reference: quantile(byHand, 0.95), ratio, found, pass });
  return pass;
});
