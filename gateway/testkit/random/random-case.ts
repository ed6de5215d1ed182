import { RequestRefusal } from '../../errors.ts';
import { type DeterminedGraph, determinedGraph } from '../determined-graph.ts';
import { entangled } from '../entangled.ts';
import { federationCases } from '../federation-cases.ts';
import { viewOf } from './answers.ts';
import { readRandomEnv } from './env.ts';
import { unexcused } from './excuses.ts';
import { withConditions } from './left-conditions.ts';
import { membersByField } from './members.ts';
import { openNativePlans } from './native-plans.ts';
import type { PlanCensus } from './plan-census.ts';
import { Random } from './random.ts';
import {
  askingGraph,
  clashGraph,
  crossingGraph,
  familyGraph,
  type RandomGraph,
  randomGraph,
  shelfGraph,
} from './random-graph.ts';
import { type RandomOperation, RandomOperations } from './random-operations.ts';

/** Cases that share their subgraphs. */
export const casesPerGraph = 5;

/** An operation on subgraphs, and how they are. */
export interface RandomCase extends RandomOperation, RandomGraph {
  isConditional: boolean;
  hasIllegalNulls: boolean;
  hasEqualKeys: boolean;
  /** Subgraphs fail each for itself, so that the one server says only what is right where nothing failed. */
  hasQuarrels: boolean;
  population: number;
}

const { FEDERATION_PLANNER } = readRandomEnv();

type GraphOfCase = Omit<RandomCase, keyof RandomOperation>;

/** What differs. */
export interface Difference {
  calls: readonly string[];
  answer: readonly string[];
  truth: readonly string[];
  /** No planner has a plan for the operation. */
  isUnplanned: boolean;
  /** The gateway logged an error. */
  isLogged: boolean;
}

/** A graph whose gateway's log is kept. */
export interface StartedGraph extends DeterminedGraph {
  log: string[];
  hasQuarrels: boolean;
}

/** What is rare among random subgraphs. */
const named = [
  'types that cannot stand beside one another',
  'an entity interface',
  'types apart in a union and an interface',
  'requires with arguments',
  'a shared root',
  'types apart in a union and an interface',
  'an interface object with requires',
  'requires with fragments',
  'requires of requires',
  'types that cannot stand beside one another',
].map((name) => federationCases[name] ?? {});
const rare = [...named, entangled];

const namedGraph = (number: number): RandomGraph => ({ sdls: { ...rare[number % rare.length] }, steady: new Set() });

/** How often which kind of subgraphs is taken. */
const kinds = [
  randomGraph,
  shelfGraph,
  crossingGraph,
  namedGraph,
  askingGraph,
  randomGraph,
  familyGraph,
  namedGraph,
  clashGraph,
  familyGraph,
  randomGraph,
  shelfGraph,
  crossingGraph,
  namedGraph,
  askingGraph,
  familyGraph,
  randomGraph,
];

/** How many objects a type can have, where the kind needs few: what is rare would be rarer among many. */
const populations = new Map([
  [shelfGraph, [2, 2, 4]],
  [familyGraph, [2, 2, 4]],
  [crossingGraph, [1, 1, 2]],
]);

/** The subgraphs of the case with this number, and how their data are. */
export const graphOfCase = (seed: number): GraphOfCase => {
  const number = Math.floor(seed / casesPerGraph);
  const random = new Random(number + 7);
  const kind = kinds[number % kinds.length] ?? randomGraph;
  return {
    ...kind(kind === namedGraph ? number >> 2 : number),
    isConditional: random.chance(15),
    hasIllegalNulls: random.chance(50),
    hasEqualKeys: random.chance(populations.has(kind) ? 90 : 50),
    hasQuarrels: random.chance(kind === crossingGraph ? 90 : 15),
    population: random.pick(populations.get(kind) ?? [2, 6, 6, 40, 5000]),
  };
};

/** @throws Error when the subgraphs do not compose */
export const startGraph = async (of: GraphOfCase, onPlan?: PlanCensus['add']): Promise<StartedGraph> => {
  const log: string[] = [];
  const graph = await determinedGraph(of.sdls, {
    ...of,
    hasVariedLists: true,
    hasLongLists: of.hasQuarrels,
    hasFailingRoots: true,
    members: membersByField(of.sdls),
    isStrict: true,
    isOwnOnly: FEDERATION_PLANNER === 'own',
    openPlans: openNativePlans,
    onError: (details) => void log.push(messageIn(details)),
    ...(onPlan && { onPlan }),
    ...(of.isConditional && { wrap: withConditions }),
  });
  return { ...graph, log, hasQuarrels: of.hasQuarrels };
};

const messageIn = (details: object): string => {
  const error = 'err' in details ? details.err : details;
  return error instanceof Error ? error.message : JSON.stringify(error);
};

export const operationOfCase = ({ schema }: DeterminedGraph, seed: number): RandomOperation | undefined =>
  new RandomOperations(schema, new Random(seed * 31 + 5)).next();

/** Some operations are larger than the gateway takes. */
const refusal = (error: unknown): undefined => {
  if (!(error instanceof RequestRefusal)) throw error;
};

const differing = (answer: readonly string[], truth: readonly string[]): readonly string[] =>
  truth.length === answer.length && truth.every((each, index) => each === answer[index]) ? [] : ['differs'];

/** How the gateway's answer differs from that of one server; undefined where it does not. */
export const differenceIn = async (
  graph: StartedGraph,
  { query, variables }: RandomOperation,
): Promise<Difference | undefined> => {
  graph.calls.length = 0;
  graph.log.length = 0;
  const truth = await graph.truth(query, variables);
  const answer = await graph.ask(query, variables).catch(refusal);
  if (answer === undefined) return undefined;
  const wrong = graph.hasQuarrels ? unexcused(answer, truth) : differing(viewOf(answer), viewOf(truth));
  if (wrong.length === 0) return undefined;
  const isUnplanned = graph.log.some((message) =>
    /Failed to plan query|no subgraph answers|planner ended/.test(message),
  );
  return {
    calls: [...graph.calls],
    answer: [...viewOf(answer), ...wrong, ...graph.log],
    truth: viewOf(truth),
    isUnplanned,
    isLogged: graph.log.length > 0,
  };
};
