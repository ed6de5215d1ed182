import 'reflect-metadata';
import { jobs } from '../../../subgraphs/jobs/features.ts';
import { openPool, print, runBench } from '../run.ts';
import { openBenchDatabase, openBenchSubgraph } from '../subgraph.ts';
import { fillJobs, GOAL_MS, GOAL_RATIO, measureRecommendations } from './recommendation.ts';

const help = `
npm run bench -- recommendations [--profiles N] [--vacancies N] [--pages N]

How long the recommendations of 50 people on one page take (p95 ≤ ${GOAL_MS} ms), and their ratio to SQL by hand on the same
rows (≤ ${GOAL_RATIO}).
  --profiles   (default 1000000)
  --vacancies  (default 100000)
  --pages      measured (default 100)
`;
const options = {
  profiles: { type: 'string', default: '1000000' },
  vacancies: { type: 'string', default: '100000' },
  pages: { type: 'string', default: '100' },
} as const;

await runBench({ name: 'recommendations', help, options }, async (run) => {
  const [profiles, vacancies] = [run.count('profiles'), run.count('vacancies')];
  const { database, url } = await openBenchDatabase(run, { name: 'jobs', features: jobs, port: 21_993 });
  const pool = openPool(run.ending, { connectionString: url, max: 1 });
  await fillJobs(pool, { vacancies, profiles });
  const subgraph = openBenchSubgraph(database, { name: 'jobs', features: jobs, env: {} });
  const { ours, floor, statements, ratio, pass } = await measureRecommendations(pool, subgraph, run.count('pages'));
  print({ profiles, vacancies, ours, floor, statements });
  print({
    bench: 'recommendations',
    unit: 'ms, p95',
    ours: ours.p95,
    reference: floor.p95,
    ratio,
    goal: GOAL_MS,
    pass,
  });
  return pass;
});
