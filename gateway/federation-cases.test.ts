import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { determinedGraph } from './testkit/determined-graph.ts';
import { federationCases } from './testkit/federation-cases.ts';
import { RandomQueries, variables } from './testkit/random-queries.ts';

type Answer = Awaited<ReturnType<Awaited<ReturnType<typeof determinedGraph>>['ask']>>;

const view = ({ data, errors = [] }: Answer) => ({ data, places: errors.map(({ path }) => path?.join('.')).sort() });

test.each(Object.entries(federationCases))('%s: random queries are answered as by one server', async (_name, sdls) => {
  const graph = await determinedGraph(sdls);
  const wrong: unknown[] = [];
  let calls = 0;
  for (const query of new RandomQueries(graph.schema, 11).take(25)) {
    graph.calls.length = 0;
    const answer = view(await graph.ask(query, variables));
    calls += graph.calls.length;
    const truth = view(await graph.truth(query, variables));
    if (!isDeepStrictEqual(answer, truth)) wrong.push({ query, answer, truth });
  }
  expect(wrong).toEqual([]);
  expect(calls).toBeGreaterThan(10);
});
