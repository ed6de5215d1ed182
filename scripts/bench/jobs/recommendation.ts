// How long the recommendations of a page of people take, among many profiles and vacancies.
import type { Pool } from 'pg';
import type { Caller } from '../../../subgraphs/kit/caller.ts';
import { countStatements } from '../../../subgraphs/kit/statements.ts';
import type { openBenchSubgraph } from '../subgraph.ts';
import { figuresOf, timed } from '../times.ts';

export const PEOPLE = 50;
const FIRST = 20;
/** Pages that are not measured: the first ones plan their statements. */
const WARMING = 10;

const DOCUMENT = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
  recommendedVacancies(first: ${FIRST}) { nodes { matchingSkills { code } reasons { code text } vacancy { id title } } } } } }`;

const caller: Caller = { id: 'officer', org: null, can: (scope) => scope === 'participant:read' };

// The best that SQL by hand does for just this on the same rows: the candidates of a person by one skill list after
// another, without levels, gate and reasons.
const FLOOR = `select profile.participant_id, best.* from skill_profile profile
  cross join lateral (select region_code as region from consent where consent.participant_id = profile.participant_id
    and withdrawn_at is null order by id desc limit 1) home
  cross join lateral (
    select vacancy_id, sum(rarity * weight) * factor as score
      from unnest(profile.skills) as code join skill_demand on skill_code = code cross join lateral (
        (select vacancy_id, weight, freshness as factor from vacancy_match where skill_code = code and not is_remote
          and region_code = region order by freshness desc limit 100)
        union all (select vacancy_id, weight, freshness * 0.7 from vacancy_match where skill_code = code and not is_remote
          and province = left(region, 2) and region_code <> region order by freshness desc limit 60)
        union all (select vacancy_id, weight, freshness * 0.8 from vacancy_match where skill_code = code and is_remote
          order by freshness desc limit 40)
        union all (select vacancy_id, weight, freshness * 0.3 from vacancy_match where skill_code = code and not is_remote
          and province <> left(region, 2) order by freshness desc limit 20)
      ) listed group by vacancy_id, factor order by score desc limit ${FIRST}
  ) best
  join vacancy on vacancy.id = best.vacancy_id
  where profile.participant_id = any($1::uuid[])`;

const SAMPLE = 'select participant_id as id from skill_profile order by random() limit $1';

interface Page {
  _entities: { recommendedVacancies: { nodes: object[] } }[];
}

/** Milliseconds for a page of 50 people, in turns with the floor, so that a busy moment meets both. */
export const measureRecommendations = async (
  pool: Pool,
  { operation }: Pick<ReturnType<typeof openBenchSubgraph>, 'operation'>,
  pages: number,
) => {
  const ask = operation(DOCUMENT);
  const [ours, floor]: [number[], number[]] = [[], []];
  const tally = { statements: 0 };
  let [most, shown] = [0, 0];
  const { rows } = await pool.query<{ id: string }>(SAMPLE, [PEOPLE * (pages + WARMING)]);
  for (let page = 0; page < pages + WARMING; page += 1) {
    const ids = rows.slice(page * PEOPLE, (page + 1) * PEOPLE).map(({ id }) => id);
    const people = ids.map((id) => ({ __typename: 'Participant', id }));
    tally.statements = 0;
    const [oursMs, answer] = await timed(() => countStatements(tally, () => ask({ caller, variables: { people } })));
    const [floorMs] = await timed(() => pool.query({ name: 'floor-recommendations', text: FLOOR, values: [ids] }));
    most = Math.max(most, tally.statements);
    if (page < WARMING) continue;
    ours.push(oursMs);
    floor.push(floorMs);
    shown += (answer as unknown as Page)._entities.flatMap((person) => person.recommendedVacancies.nodes).length;
  }
  return {
    statements: most,
    /** Of a person, on average. */
    vacancies: Math.round((10 * shown) / ours.length / PEOPLE) / 10,
    ours: figuresOf('ours', ours),
    floor: figuresOf('floor', floor),
  };
};

export type RecommendationFigures = Awaited<ReturnType<typeof measureRecommendations>>;
