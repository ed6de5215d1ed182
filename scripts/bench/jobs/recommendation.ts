// How long the recommendations of a page of people take, among many profiles and vacancies.
import { isDeepStrictEqual } from 'node:util';
import type { Pool } from 'pg';
import type { Caller } from '../../../subgraphs/kit/caller.ts';
import { countStatements } from '../../../subgraphs/kit/statements.ts';
import type { openBenchSubgraph } from '../subgraph.ts';
import { figuresOf, timed } from '../times.ts';
import { RECOMMENDATION_FLOOR } from './floor.ts';

export const PEOPLE = 50;
const FIRST = 20;
/** Pages that are not measured: the first ones plan their statements. */
const WARMING = 10;

const DOCUMENT = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
  recommendedVacancies(first: ${FIRST}) { nodes { matchingSkills { code } reasons { code text } vacancy { id title } } } } } }`;

const caller: Caller = { id: 'officer', org: null, can: (scope) => scope === 'participant:read' };

const SAMPLE = 'select participant_id as id from skill_profile order by random() limit $1';

interface Page {
  _entities: { recommendedVacancies: { nodes: { vacancy: { id: string } }[] } }[];
}

interface FloorRow {
  person: string;
  id: string;
}

/** @throws Error when both do not recommend the same vacancies in the same order */
const compare = (ids: readonly string[], { _entities }: Page, rows: readonly FloorRow[]): number => {
  const ours = _entities.map(({ recommendedVacancies }) => recommendedVacancies.nodes.map(({ vacancy }) => vacancy.id));
  const byPerson = Map.groupBy(rows, ({ person }) => person);
  const byHand = ids.map((id) => (byPerson.get(id) ?? []).map((row) => row.id));
  if (!isDeepStrictEqual(ours, byHand)) throw new Error('SQL by hand recommends others');
  return ours.flat().length;
};

/** Milliseconds for a page of 50 people, in turns with the floor, so that a busy moment meets both. */
export const measureRecommendations = async (
  pool: Pool,
  { operation }: Pick<ReturnType<typeof openBenchSubgraph>, 'operation'>,
  pages: number,
) => {
  const ask = operation(DOCUMENT);
  const [ours, floor]: [number[], number[]] = [[], []];
  const tally = { statements: 0 };
  let most = 0;
  let shown = 0;
  const { rows } = await pool.query<{ id: string }>(SAMPLE, [PEOPLE * (pages + WARMING)]);
  for (let page = 0; page < pages + WARMING; page += 1) {
    const ids = rows.slice(page * PEOPLE, (page + 1) * PEOPLE).map(({ id }) => id);
    const people = ids.map((id) => ({ __typename: 'Participant', id }));
    tally.statements = 0;
    const [oursMs, answer] = await timed(() => countStatements(tally, () => ask({ caller, variables: { people } })));
    const [floorMs, byHand] = await timed(() =>
      pool.query<FloorRow>({ name: 'floor-recommendations', text: RECOMMENDATION_FLOOR, values: [ids, FIRST] }),
    );
    const found = compare(ids, answer as unknown as Page, byHand.rows);
    most = Math.max(most, tally.statements);
    if (page < WARMING) continue;
    shown += found;
    ours.push(oursMs);
    floor.push(floorMs);
  }
  return {
    statements: most,
    /** How many a person is recommended, on average. */
    vacancies: Math.round((10 * shown) / ours.length / PEOPLE) / 10,
    ours: figuresOf('ours', ours),
    floor: figuresOf('floor', floor),
  };
};

export type RecommendationFigures = Awaited<ReturnType<typeof measureRecommendations>>;
