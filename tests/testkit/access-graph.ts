import { type GraphQLField, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { readSupergraph, type Supergraph } from '../../gateway/supergraph.ts';

/** One field on the way: its parent type, its name, and the type that it leads to. */
export interface Step {
  parent: string;
  field: GraphQLField<unknown, unknown>;
}

export type Path = readonly Step[];

export const coordinateOf = ({ parent, field }: Step): string => `${parent}.${field.name}`;

/** What holds personal data, wherever it is reached from; the types around them are found. */
const personal = [
  'Participant',
  'Enrollment',
  'SessionCode',
  'Attendance',
  'AssessmentResult',
  'ReportedReview',
  'Certificate',
  'TrainingBalance',
  'Disbursement',
  'Purchase',
  'Wallet',
  'ParticipantIdentity',
  'AccessLogEntry',
  'SkillProfile',
  'RecommendedVacancy',
  'Alumnus',
  'Consent',
  'SurveySubmission',
  'SurveyAnswer',
];

const roots = ['Query', 'Mutation', 'Subscription'];

const longestPath = 6;

const typesOf = ({ schema }: Supergraph): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );

const stepsOf = (type: GraphQLObjectType): Step[] =>
  Object.values(type.getFields()).map((field) => ({ parent: type.name, field }));

const targetOf = ({ field }: Step): string => getNamedType(field.type).name;

/** The types that are reached from `start` by the steps that are `passable`. */
const reached = (graph: Supergraph, start: readonly string[], passable: (step: Step) => boolean): Set<string> => {
  const byName = new Map(typesOf(graph).map((type) => [type.name, type]));
  const found = new Set(start);
  // A set that grows while it is walked is walked to its end.
  for (const name of found) {
    const type = byName.get(name);
    for (const step of type ? stepsOf(type) : [])
      if (passable(step) && byName.has(targetOf(step))) found.add(targetOf(step));
  }
  return found;
};

const allSteps = (graph: Supergraph): Step[] => typesOf(graph).flatMap(stepsOf);

/** The types that someone without a token reaches. All other types lie behind a guard. */
const inTheOpen = (graph: Supergraph) => reached(graph, roots, (step) => !graph.guards.has(coordinateOf(step)));

/** Fields with a guard of their own, and those of types that are reached through such fields only. */
export const protectedSteps = (graph: Supergraph): Step[] => {
  const open = inTheOpen(graph);
  return allSteps(graph).filter((step) => graph.guards.has(coordinateOf(step)) || !open.has(step.parent));
};

/**
 * Fields of personal data that no guard protects: of the types that hold it, of those that name a participant, and of
 * those that are reached from these only.
 */
export const unguardedPersonalFields = (sdl: string): string[] => {
  const graph = readSupergraph(sdl);
  const steps = allSteps(graph);
  const naming = steps.filter((step) => targetOf(step) === 'Participant').map(({ parent }) => parent);
  const core = new Set([...personal, ...naming.filter((name) => !roots.includes(name))]);
  const elsewhere = reached(graph, roots, (step) => !core.has(targetOf(step)));
  const around = [...reached(graph, [...core], () => true)].filter((name) => !elsewhere.has(name));
  const types = new Set([...core, ...around]);
  const isProtected = new Set(protectedSteps(graph).map(coordinateOf));
  return steps
    .filter(({ parent }) => types.has(parent))
    .map(coordinateOf)
    .filter((coordinate) => !isProtected.has(coordinate))
    .sort();
};

/** Every way from Query to each type that visits no type twice, the shortest first. */
const pathsByType = (graph: Supergraph): Map<string, Path[]> => {
  const byName = new Map(typesOf(graph).map((type) => [type.name, type]));
  const found = new Map<string, Path[]>([['Query', [[]]]]);
  let ends: { name: string; path: Path }[] = [{ name: 'Query', path: [] }];
  for (let length = 1; length <= longestPath; length++) {
    ends = ends.flatMap(({ name, path }) => {
      const type = byName.get(name);
      const visited = new Set(['Query', ...path.map(targetOf)]);
      const next = (type ? stepsOf(type) : []).filter(
        (step) => byName.has(targetOf(step)) && !visited.has(targetOf(step)),
      );
      return next.map((step) => ({ name: targetOf(step), path: [...path, step] }));
    });
    for (const { name, path } of ends) found.set(name, [...(found.get(name) ?? []), path]);
  }
  return found;
};

/** The shortest path through each last field, and the shortest from each root field. */
const differing = (paths: readonly Path[]): Path[] => {
  const byLast = new Map<string, Path>();
  const byRoot = new Map<string, Path>();
  for (const path of paths) {
    const [root, last] = [path[0], path.at(-1)].map((step) => (step ? coordinateOf(step) : ''));
    if (!byLast.has(last ?? '')) byLast.set(last ?? '', path);
    if (!byRoot.has(root ?? '')) byRoot.set(root ?? '', path);
  }
  return [...new Set([...byLast.values(), ...byRoot.values()])];
};

const pairs = (first: string, second: readonly string[]) => second.map((each) => `${first} > ${each}`);

/**
 * Steps that never lead to anything together: the file of a day was taken, so it has no refusal; a first revision that is
 * live has nothing before or after it; one that is refused was never live; one that is no longer live was a first one.
 */
const empty: ReadonlySet<string> = new Set([
  ...pairs(
    'Reconciliation.file',
    ['refusal', 'refusalLine', 'refusalMessage'].map((field) => `SettlementFile.${field}`),
  ),
  ...pairs(
    'Query.subgraphRevision',
    ['previous', 'rollbackTo', 'endedAt', 'findings', 'canaryShare'].map((field) => `SubgraphRevision.${field}`),
  ),
  ...pairs(
    'RollbackChoice.revision',
    ['previous', 'rollbackTo', 'canaryShare', 'findings', 'withheld'].map((field) => `SubgraphRevision.${field}`),
  ),
  ...['SubgraphRevisionConnection.nodes', 'SubgraphRevisionEdge.node'].flatMap((listed) =>
    pairs(
      listed,
      ['approverKey', 'approvedBy', 'liveAt'].map((field) => `SubgraphRevision.${field}`),
    ),
  ),
]);

/**
 * Whether a path leads to what can be done with a person's wave, which is nothing: it is settled. The waves that are asked
 * for by themselves are not.
 */
export const isOfSettledWave = (path: Path): boolean =>
  path.some((step) => coordinateOf(step) === 'Wave.nextSteps') && !/^waves?$/.test(path[0]?.field.name ?? '');

const isEmpty = (path: Path) =>
  path.some((step, index) => index > 0 && empty.has([path[index - 1] as Step, step].map(coordinateOf).join(' > ')));

/**
 * Whether a path leads to alumni for vacancies for which nobody is searched: those that are held, and those of many
 * skills, which are more searches than one request may make.
 */
const isNoSearch = (path: Path) => {
  const [root, ...steps] = path.map(coordinateOf);
  const areMany = root !== 'Query.skill' && steps.includes('Skill.vacancies');
  return steps.includes('Vacancy.alumni') && (areMany || root === 'Query.heldVacancies');
};

export interface Target {
  coordinate: string;
  /** Paths from Query to the field itself. */
  paths: Path[];
}

/** Every protected field that queries reach, with the paths to it, and `also` fields that a policy alone protects. */
export const targetsOf = (graph: Supergraph, also: readonly string[]): Target[] => {
  const paths = pathsByType(graph);
  const isProtected = new Set(protectedSteps(graph).map(coordinateOf));
  return allSteps(graph)
    .filter((step) => isProtected.has(coordinateOf(step)) || also.includes(coordinateOf(step)))
    .map((step) => ({
      coordinate: coordinateOf(step),
      paths: differing(paths.get(step.parent) ?? [])
        .map((path) => [...path, step])
        .filter((path) => !isEmpty(path) && !isNoSearch(path)),
    }));
};

/** The steps with these coordinates. */
export const stepsAt = (graph: Supergraph, coordinates: readonly string[]): Step[] =>
  allSteps(graph).filter((step) => coordinates.includes(coordinateOf(step)));
