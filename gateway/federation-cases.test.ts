import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { determinedGraph } from './testkit/determined-graph.ts';
import { federationCases } from './testkit/federation-cases.ts';
import { mixedFederationCases } from './testkit/mixed-federation-cases.ts';
import { olderFederationCases } from './testkit/older-federation-cases.ts';
import { membersByField } from './testkit/random/members.ts';
import { RandomQueries, variables } from './testkit/random-queries.ts';

const cases = Object.entries({ ...federationCases, ...mixedFederationCases, ...olderFederationCases });

type Answer = Awaited<ReturnType<Awaited<ReturnType<typeof determinedGraph>>['ask']>>;

const view = ({ data, errors = [] }: Answer) => ({ data, places: errors.map(({ path }) => path?.join('.')).sort() });

const most = 18;
const mostOwn = 10;

/** Queries by their graph: those of one planner are asked of the other, too. */
const written = new Map<object, string[]>();

const wrongAnswers = async (
  sdls: Record<string, string>,
  { isOwnOnly, count }: { isOwnOnly: boolean; count: number },
) => {
  const graph = await determinedGraph(sdls, { isOwnOnly, isStrict: true, members: membersByField(sdls) });
  const queries = written.get(sdls) ?? new RandomQueries(graph.schema, 11).take(most);
  written.set(sdls, queries);
  const wrong: unknown[] = [];
  for (const query of queries.slice(0, count)) {
    const answer = view(await graph.ask(query, variables));
    const truth = view(await graph.truth(query, variables));
    if (!isDeepStrictEqual(answer, truth)) wrong.push({ query, answer, truth });
  }
  return { wrong, calls: graph.calls.length };
};

test.each(cases)('%s: random queries are answered as by one server', async (_name, sdls) => {
  const { wrong, calls } = await wrongAnswers(sdls, { isOwnOnly: false, count: most });
  expect(wrong).toEqual([]);
  expect(calls).toBeGreaterThan(10);
});

test.each(cases)('%s: also where our planner makes all plans', async (_name, sdls) => {
  const { wrong, calls } = await wrongAnswers(sdls, { isOwnOnly: true, count: mostOwn });
  expect(wrong).toEqual([]);
  expect(calls).toBeGreaterThan(5);
});
