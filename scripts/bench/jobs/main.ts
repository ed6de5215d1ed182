// Alumni by skill for portals, and recommended vacancies for people, on the same rows.
import 'reflect-metadata';
import { loadavg } from 'node:os';
import type { Pool } from 'pg';
import { jobs } from '../../../subgraphs/jobs/features.ts';
import { COUNT_DEMAND } from '../../../subgraphs/jobs/recommendation/recommendation.statement.ts';
import { type BenchRun, openPool, print, runBench } from '../run.ts';
import { openBenchDatabase, openBenchSubgraph } from '../subgraph.ts';
import { timed } from '../times.ts';
import { measureAlumni, PAGES } from './alumni.ts';
import { addCertificates, addPeople, addVacancies } from './population.ts';
import { measureRecommendations, PEOPLE } from './recommendation.ts';
import { GOALS, verdictOfAlumni, verdictOfRecommendations } from './verdict.ts';

const PORT = 21_993;

const help = `
npm run bench -- jobs [--profiles N] [--vacancies N] [--searches N] [--pages N]

How long two questions take in the subgraph, beside the best SQL by hand on the same rows, in turns:
alumniBySkill with two skills and a province, popular and rare: p95 ≤ ${GOALS.alumniMs} ms, the last page of the quota at most ${GOALS.flat} times the
second one; recommendedVacancies of ${PEOPLE} people on one page: p95 ≤ ${GOALS.recommendationsMs} ms, ${GOALS.statements} statements of SQL at most. Both at most
${GOALS.ratio} times SQL by hand. Measured with a tenth of the profiles first: the growth from there gives the time for 12.8 million.
  --profiles   that let portals find them (default 1000000)
  --vacancies  that are open (default 100000)
  --searches   of each kind (default 20), each of ${PAGES} pages at most
  --pages      of people (default 100)
`;
const options = {
  profiles: { type: 'string', default: '1000000' },
  vacancies: { type: 'string', default: '100000' },
  searches: { type: 'string', default: '20' },
  pages: { type: 'string', default: '100' },
} as const;

/** Adds people, from the first number to the last, with all that both questions read of them. */
const fill = async (pool: Pool, first: number, last: number): Promise<void> => {
  await addPeople(pool, first, last);
  await addCertificates(pool, first, last);
  await pool.query('vacuum analyze');
};

const openJobs = async (run: BenchRun) => {
  const { database, url } = await openBenchDatabase(run, { name: 'jobs', features: jobs, port: PORT });
  const pool = openPool(run.ending, { connectionString: url, max: 1 });
  await pool.query('set statement_timeout = 0');
  return { pool, subgraph: openBenchSubgraph(database, { name: 'jobs', features: jobs, env: {} }) };
};

await runBench({ name: 'jobs', help, options }, async (run) => {
  const profiles = run.count('profiles');
  const vacancies = run.count('vacancies');
  const searches = run.count('searches');
  const { pool, subgraph } = await openJobs(run);
  const measure = async (people: number) => {
    const alumni = await measureAlumni(pool, subgraph, { profiles: people, searches });
    print({ bench: 'jobs', what: 'alumniBySkill', profiles: people, load: loadavg()[0], ...alumni });
    const recommendations = await measureRecommendations(pool, subgraph, run.count('pages'));
    print({ bench: 'jobs', what: 'recommendedVacancies', profiles: people, load: loadavg()[0], ...recommendations });
    return { people, alumni, recommendations };
  };
  const tenth = Math.ceil(profiles / 10);
  const [generatingMs] = await timed(async () => {
    await addVacancies(pool, vacancies);
    await pool.query(COUNT_DEMAND.text);
    await fill(pool, 1, tenth);
  });
  const few = await measure(tenth);
  const [addingMs] = await timed(() => fill(pool, tenth + 1, profiles));
  print({ profiles, vacancies, generatedS: Math.round((generatingMs + addingMs) / 1_000) });
  const many = await measure(profiles);
  const verdicts = [verdictOfRecommendations(few, many), verdictOfAlumni(few, many)];
  for (const verdict of verdicts) print(verdict);
  return verdicts.every(({ pass }) => pass);
});
