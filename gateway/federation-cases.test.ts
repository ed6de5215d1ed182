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

const wrongAnswers = async (
  sdls: Record<string, string>,
  { isOwnOnly, most }: { isOwnOnly: boolean; most: number },
) => {
  const graph = await determinedGraph(sdls, { isOwnOnly, isStrict: true, members: membersByField(sdls) });
  const wrong: unknown[] = [];
  for (const query of new RandomQueries(graph.schema, 11).take(most)) {
    const answer = view(await graph.ask(query, variables));
    const truth = view(await graph.truth(query, variables));
    if (!isDeepStrictEqual(answer, truth)) wrong.push({ query, answer, truth });
  }
  return { wrong, calls: graph.calls.length };
};

test.each(cases)('%s: random queries are answered as by one server', async (_name, sdls) => {
  const { wrong, calls } = await wrongAnswers(sdls, { isOwnOnly: false, most: 18 });
  expect(wrong).toEqual([]);
  expect(calls).toBeGreaterThan(10);
});

test.each(cases)('%s: also where our planner makes all plans', async (_name, sdls) => {
  const { wrong, calls } = await wrongAnswers(sdls, { isOwnOnly: true, most: 10 });
  expect(wrong).toEqual([]);
  expect(calls).toBeGreaterThan(5);
});
