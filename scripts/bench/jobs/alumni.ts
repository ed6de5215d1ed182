// How long a portal waits for alumni by two skills in a province, from the first page to the quota's last.
import type { Pool } from 'pg';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import type { openBenchSubgraph } from '../subgraph.ts';
import { quantile, timed } from '../times.ts';
import { floorOf } from './floor.ts';

const PAGE = 50;
/** As many as the quota of a day shows. */
export const PAGES = 20;

const FIND = `query ($skills: [ID!]!, $region: ID!, $after: String) {
  alumniBySkill(skills: $skills, region: $region, purpose: VACANCY, first: ${PAGE}, after: $after) {
    nodes { pseudonym matchingSkills { code } region { code } } totalCount pageInfo { hasNextPage endCursor } } }`;

// Pairs of skills in a province by how many hold both; a skill of fewer than $1 there is left out.
const PAIRS = `select one.province_code as province, array[one.skill_code, other.skill_code] as skills,
    cardinality(one.members & other.members) as people
  from alumni_cell one join alumni_cell other using (roster_id, province_code)
  where roster_id = (select max(id) from alumni_roster) and one.portal_id is null and other.portal_id is null
    and one.skill_code < other.skill_code and one.people > $1::int and other.people > $1::int
    and cardinality(one.members & other.members) >= 10
  order by people desc`;

interface Pair {
  province: string;
  skills: string[];
  people: number;
}

interface Answer {
  alumniBySkill: { totalCount: number | null; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

/** The milliseconds of each page of some searches, from the first page on. */
type Walks = number[][];

/** Walks through searches, each a new portal's, so that each first page draws a sample. */
const walkersOf = (pool: Pool, { operation }: Pick<ReturnType<typeof openBenchSubgraph>, 'operation'>) => {
  const ask = operation(FIND);
  const floor = floorOf(pool);
  const ours = async ({ province, skills }: Pair): Promise<number[]> => {
    const caller = { id: 'portal', org: uuidv7(), can: (scope: string) => scope === 'alumni:search' };
    const took: number[] = [];
    for (let after: string | null = null; took.length < PAGES; ) {
      const [ms, answer] = await timed(() => ask({ caller, variables: { skills, region: province, after } }));
      const { totalCount, pageInfo } = (answer as unknown as Answer).alumniBySkill;
      if (totalCount === null) throw new Error('nobody was found');
      took.push(ms);
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    return took;
  };
  const byHand = async ({ province, skills }: Pair, pages: number): Promise<number[]> => {
    const search = { id: uuidv7(), portal: uuidv7(), skills, province };
    const took = [(await timed(() => floor.first(search)))[0]];
    for (let page = 1; page < pages; page += 1) took.push((await timed(() => floor.next(search, page * PAGE)))[0]);
    return took;
  };
  return { ours, byHand };
};

const pageOf = (walks: Walks, page: number): number[] => walks.flatMap((took) => took.slice(page, page + 1));
const nextOf = (walks: Walks): number[] => walks.flatMap((took) => took.slice(1));

const besideHand = (ours: readonly number[], byHand: readonly number[]) => ({
  p50: quantile(ours, 0.5),
  p95: quantile(ours, 0.95),
  byHand: quantile(byHand, 0.5),
  ratio: Number((quantile(ours, 0.5) / quantile(byHand, 0.5)).toFixed(2)),
});

const figuresOfKind = (pairs: readonly Pair[], ours: Walks, byHand: Walks) => {
  const pages = Math.max(...ours.map(({ length }) => length));
  const people = pairs.map((pair) => pair.people);
  return {
    people: [Math.min(...people), Math.max(...people)],
    pages,
    first: besideHand(pageOf(ours, 0), pageOf(byHand, 0)),
    next: pages > 1 ? besideHand(nextOf(ours), nextOf(byHand)) : null,
    second: quantile(pageOf(ours, 1), 0.5),
    last: quantile(pageOf(ours, pages - 1), 0.5),
    p95: quantile(ours.flat(), 0.95),
  };
};

/** Makes the day's roster, and measures searches for pairs of skills that many hold and that few hold. */
export const measureAlumni = async (
  pool: Pool,
  subgraph: Pick<ReturnType<typeof openBenchSubgraph>, 'operation'>,
  { profiles, searches }: { profiles: number; searches: number },
) => {
  const [rosterMs] = await timed(() =>
    pool.query(`select make_alumni_roster((now() at time zone 'Asia/Jakarta')::date, now())`),
  );
  await pool.query('vacuum analyze');
  const { rows } = await pool.query<Pair>(PAIRS, [Math.floor(profiles / 10_000)]);
  if (rows.length === 0) throw new Error('too few profiles: no two skills are held by ten in a province');
  const walk = walkersOf(pool, subgraph);
  /** In turns, so that a busy moment of the machine meets both. */
  const measureKind = async (pairs: readonly Pair[]) => {
    const [ours, byHand]: [Walks, Walks] = [[], []];
    for (let index = -2; index < searches; index += 1) {
      const pair = pairs[Math.abs(index) % pairs.length] as Pair;
      const took = await walk.ours(pair);
      const tookByHand = await walk.byHand(pair, took.length);
      // The first ones plan their statements.
      if (index < 0) continue;
      ours.push(took);
      byHand.push(tookByHand);
    }
    return figuresOfKind(pairs, ours, byHand);
  };
  const popular = await measureKind(rows.slice(0, 5));
  const rare = await measureKind(rows.filter(({ people }) => people < 30).slice(0, 50));
  return { rosterS: Number((rosterMs / 1_000).toFixed(2)), popular, rare };
};

export type AlumniFigures = Awaited<ReturnType<typeof measureAlumni>>;
