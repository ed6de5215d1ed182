import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { benchQueries, bodyOf } from './queries.ts';
import { pmo } from './subgraphs/pmo.ts';
import { answersOf } from './subgraphs/subgraph.ts';
import { composeSupergraph } from './supergraph.ts';

test('the supergraph knows the url of each subgraph and every field of the queries', () => {
  const supergraph = composeSupergraph({ pmo: 'http://pmo.test', jobs: 'http://jobs.test' });
  expect(supergraph).toContain('url: "http://jobs.test"');
  const schema = buildSchema(supergraph, { assumeValidSDL: true });
  for (const { query } of benchQueries) expect(validate(schema, parse(query))).toEqual([]);
});

test('a subgraph answers references in their order', async () => {
  const query = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Participant { id region { code } } } }`;
  const of = ['p7', 'p0'].map((id) => ({ __typename: 'Participant', id }));
  const answer = await answersOf(pmo)(bodyOf({ name: '', cpuGoal: 0, query, variables: { of } }));
  expect(JSON.parse(answer.toString())).toEqual({
    data: {
      _entities: [
        { id: 'p7', region: { code: '12.71' } },
        { id: 'p0', region: { code: '11.71' } },
      ],
    },
  });
});
