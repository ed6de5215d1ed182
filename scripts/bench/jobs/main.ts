// How long a portal waits for alumni by two skills in a province, from the first page to the quota's last.
import 'reflect-metadata';
import { jobs } from '../../../subgraphs/jobs/features.ts';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { openPool, print, runBench } from '../run.ts';
import { openBenchDatabase, openBenchSubgraph } from '../subgraph.ts';
import { floorOf } from './floor.ts';
import { addPeople } from './population.ts';

const GOAL_MS = 50;
const GOAL_RATIO = 2;
const GOAL_FLAT = 2;
const PORT = 21_993;
const PAGE = 50;
const PAGES = 20;

const help = `
npm run bench -- jobs [--profiles N] [--searches N]

How long a page of alumniBySkill takes in the subgraph, with two skills and a province, popular and rare: p95 ≤ ${GOAL_MS} ms, the
last page of the quota at most ${GOAL_FLAT} times the second one, at most ${GOAL_RATIO} times SQL written by hand on the same rows.
Measured with a tenth of the profiles first.
  --profiles  that let portals find them (default 1000000)
  --searches  of each kind (default 20), each of ${PAGES} pages
`;

const FIND = `query ($skills: [ID!]!, $region: ID!, $after: String) {
  alumniBySkill(skills: $skills, region: $region, purpose: VACANCY, first: ${PAGE}, after: $after) {
    nodes { pseudonym matchingSkills { code } region { code } } totalCount pageInfo { hasNextPage endCursor } } }`;

// Pairs of skills in a province by how many hold both.
const PAIRS = `select one.province_code as province, array[one.skill_code, other.skill_code] as skills,
    cardinality(one.members & other.members) as people
  from alumni_cell one join alumni_cell other using (roster_id, province_code)
  where roster_id = (select max(id) from alumni_roster) and one.portal_id is null and other.portal_id is null
    and one.skill_code < other.skill_code and one.people > 100 and other.people > 100
  order by people desc`;

interface Pair {
  province: string;
  skills: string[];
  people: number;
}

interface Answer {
  alumniBySkill: {
    nodes: object[];
    totalCount: number | null;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const quantile = (values: readonly number[], share: number): number =>
  Number((values.toSorted((one, other) => one - other)[Math.floor(share * (values.length - 1))] ?? 0).toFixed(2));

const timed = async <T>(times: number[], work: () => Promise<T>): Promise<T> => {
  const startedMs = performance.now();
  const result = await work();
  times.push(performance.now() - startedMs);
  return result;
};

const options = {
  profiles: { type: 'string', default: '1000000' },
  searches: { type: 'string', default: '20' },
} as const;

await runBench({ name: 'jobs', help, options }, async (run) => {
  const [profiles, searches] = [run.count('profiles'), run.count('searches')];
  const { database, url } = await openBenchDatabase(run, { name: 'jobs', features: jobs, port: PORT });
  const pool = openPool(run.ending, { connectionString: url, max: 1 });
  const subgraph = openBenchSubgraph(database, { name: 'jobs', features: jobs, env: {} });
  const ask = subgraph.operation(FIND);
  const floor = floorOf(pool);

  /** Each search is a new portal's, so that each first page draws a sample. */
  const walk = async ({ province, skills }: Pair) => {
    const took: number[] = [];
    const portal = uuidv7();
    const caller = { id: 'portal', org: portal, can: (scope: string) => scope === 'alumni:search' };
    for (let after: string | null = null, page = 0; page < PAGES; page += 1) {
      const variables = { skills, region: province, after };
      const { alumniBySkill } = (await timed(took, () => ask({ caller, variables }))) as unknown as Answer;
      if (alumniBySkill.totalCount === null) throw new Error('nobody was found');
      after = alumniBySkill.pageInfo.endCursor;
      if (!alumniBySkill.pageInfo.hasNextPage) break;
    }
    return took;
  };
  const walkByHand = async ({ province, skills }: Pair, pages: number) => {
    const took: number[] = [];
    const search = { id: uuidv7(), portal: uuidv7(), skills, province };
    await timed(took, () => floor.first(search));
    for (let page = 1; page < pages; page += 1) await timed(took, () => floor.next(search, page * PAGE));
    return took;
  };
  /** In turns, so that a busy moment of the machine meets both. */
  const measureKind = async (name: string, pairs: readonly Pair[]) => {
    const [ours, byHand]: number[][][] = [[], []];
    for (let index = 0; index < searches; index += 1) {
      const pair = pairs[index % pairs.length] as Pair;
      const took = await walk(pair);
      ours?.push(took);
      byHand?.push(await walkByHand(pair, took.length));
    }
    const at = (walks: number[][] = [], page: number) => walks.flatMap((took) => took.slice(page, page + 1));
    const all = (ours ?? []).flat();
    const lastPage = Math.max(...(ours ?? []).map(({ length }) => length)) - 1;
    const figures = {
      kind: name,
      people: pairs[0]?.people,
      first: {
        p50: quantile(at(ours, 0), 0.5),
        p95: quantile(at(ours, 0), 0.95),
        byHand: quantile(at(byHand, 0), 0.5),
      },
      next: {
        p50: quantile(
          (ours ?? []).flatMap((took) => took.slice(1)),
          0.5,
        ),
        p95: quantile(
          (ours ?? []).flatMap((took) => took.slice(1)),
          0.95,
        ),
        byHand: quantile(
          (byHand ?? []).flatMap((took) => took.slice(1)),
          0.5,
        ),
      },
      second: quantile(at(ours, 1), 0.5),
      last: { page: lastPage + 1, p50: quantile(at(ours, lastPage), 0.5) },
      p95: quantile(all, 0.95),
    };
    print(figures);
    return figures;
  };
  const measure = async () => {
    const startedMs = performance.now();
    await pool.query(`select make_alumni_roster((now() at time zone 'Asia/Jakarta')::date, now())`);
    const rosterS = Number(((performance.now() - startedMs) / 1_000).toFixed(1));
    await pool.query('vacuum analyze');
    const { rows: pairs } = await pool.query<Pair>(PAIRS);
    print({ profiles: (await pool.query('select count(*)::int as n from skill_profile')).rows[0].n, rosterS });
    const rare = pairs.filter(({ people }) => people >= 10 && people < 30);
    await walk(pairs[0] as Pair);
    await walkByHand(pairs[0] as Pair, 2);
    return { popular: await measureKind('popular', pairs.slice(0, 5)), rare: await measureKind('rare', rare) };
  };

  const tenth = Math.ceil(profiles / 10);
  const startedMs = performance.now();
  await addPeople(pool, 1, tenth);
  await pool.query('vacuum analyze');
  const few = await measure();
  await addPeople(pool, tenth + 1, profiles);
  await pool.query('vacuum analyze');
  const many = await measure();
  print({ generatedAndMeasuredS: Math.round((performance.now() - startedMs) / 1_000) });
  const { popular, rare } = many;
  const p95 = Math.max(popular.first.p95, popular.next.p95, rare.first.p95, rare.next.p95);
  const ratio = Number(
    Math.max(popular.first.p50 / popular.first.byHand, popular.next.p50 / popular.next.byHand).toFixed(2),
  );
  const flat = Number((popular.last.p50 / popular.second).toFixed(2));
  const growth = {
    first: Number((popular.first.p50 / few.popular.first.p50).toFixed(2)),
    next: Number((popular.next.p50 / few.popular.next.p50).toFixed(2)),
  };
  const pass = p95 <= GOAL_MS && ratio <= GOAL_RATIO && flat <= GOAL_FLAT;
  print({
    bench: 'jobs',
    what: 'alumniBySkill',
    unit: 'ms, p95',
    ours: p95,
    reference: popular.next.byHand,
    ratio,
    flat,
    growth,
    goal: GOAL_MS,
    pass,
  });
  // Recommendations are measured here, on the same rows.
  return pass;
});
