import { getOperationAST, OperationTypeNode, parse, print, validate } from 'graphql';
import { type Difference, differenceIn, type RandomCase, startGraph } from './random-case.ts';
import { removals } from './removals.ts';

/** Says how a case differs; undefined for one that does not, or that is none. */
export const checkCase = async (of: RandomCase): Promise<Difference | undefined> => {
  try {
    const graph = await startGraph(of);
    const document = parse(of.query);
    const root = graph.schema.getRootType(getOperationAST(document)?.operation ?? OperationTypeNode.QUERY);
    if (!root || validate(graph.schema, document).length > 0) return undefined;
    const difference = await differenceIn(graph, of);
    return difference?.isUnplanned ? undefined : difference;
  } catch {
    return undefined;
  }
};

/** The smallest case that still fails: fewer subgraphs, fewer types and fields, fewer selections. */
export const shrunk = async (failing: RandomCase, longestMs: number): Promise<RandomCase> => {
  const end = performance.now() + longestMs;
  if (longestMs === 0) return failing;
  const isLogged = (await checkCase(failing))?.isLogged;
  let smallest = failing;
  for (let isSmaller = true; isSmaller && performance.now() < end; ) {
    isSmaller = false;
    for (const candidate of smallerThan(smallest)) {
      if (performance.now() > end) break;
      if ((await checkCase(candidate))?.isLogged !== isLogged) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
};

function* smallerThan(of: RandomCase): Generator<RandomCase> {
  for (const name of Object.keys(of.sdls)) {
    const { [name]: _left, ...sdls } = of.sdls;
    if (Object.keys(sdls).length > 0) yield { ...of, sdls };
  }
  for (const query of removals(of.query, 'query')) yield { ...of, query };
  for (const [name, text] of Object.entries(of.sdls))
    for (const sdl of removals(text, 'sdl')) yield { ...of, sdls: { ...of.sdls, [name]: sdl } };
  if (of.isConditional) yield { ...of, isConditional: false };
  if (of.hasIllegalNulls) yield { ...of, hasIllegalNulls: false };
}

/** A case for people to read. */
export const described = async (seed: number, of: RandomCase): Promise<string> => {
  const difference = await checkCase(of);
  const subgraphs = Object.entries(of.sdls).map(([name, sdl]) => `# ${name}\n${print(parse(sdl))}`);
  const { isConditional, hasIllegalNulls, population } = of;
  return [
    `seed ${seed} fails; FEDERATION_SEED=${seed} replays it`,
    ...subgraphs,
    of.query,
    JSON.stringify({ variables: of.variables, isConditional, hasIllegalNulls, population }),
    ...(difference?.calls ?? []).map((call) => `asked:   ${call}`),
    ...(difference?.answer ?? []).map((each) => `answer:  ${each}`),
    ...(difference?.truth ?? []).map((each) => `must be: ${each}`),
  ].join('\n');
};
