import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { operationTypes } from './operations.types.ts';

const schema = buildSchema(`
  enum Colour { RED GREEN }
  input Paint { colour: Colour!, coats: Int! = 1, note: String }
  type House { id: ID!, colours: [Colour!], owner: Owner }
  type Owner { name: String! }
  type Query { house(id: ID!, first: Int): House }
  type Mutation { paint(house: ID!, input: Paint!): House! }
`);
const typesOf = (text: string) => operationTypes(new Map([['one', text]]), schema);

test('an answer has the selected fields under their aliases, null where the graph allows it', () => {
  expect(
    typesOf('query A($id: ID!, $first: Int = 5) { home: house(id: $id, first: $first) { colours owner { name } } }'),
  ).toMatchInlineSnapshot(`
    "// Written by "npm run schema" from schema/operations and the supergraph.
    export interface Operations {
      'one': {
        data: {
          home: {
            colours: readonly ('RED' | 'GREEN')[] | null;
            owner: {
              name: string;
            } | null;
          } | null;
        };
        variables: {
          id: string;
          first?: number | null;
        };
      };
    }
    "
  `);
});

test('an input may leave out what has a default or may be null', () => {
  expect(
    typesOf('mutation A($house: ID!, $input: Paint!) { paint(house: $house, input: $input) { id } }'),
  ).toMatchInlineSnapshot(`
    "// Written by "npm run schema" from schema/operations and the supergraph.
    export interface Operations {
      'one': {
        data: {
          paint: {
            id: string;
          };
        };
        variables: {
          house: string;
          input: {
            colour: 'RED' | 'GREEN';
            coats?: number;
            note?: string | null;
          };
        };
      };
    }
    "
  `);
});

test.for([
  ['a scalar without a known form', 'scalar Moon type Query { moon: Moon }', '{ moon }', 'how a Moon is written'],
  ['a fragment', 'type Query { a: Int }', '{ ... on Query { a } }', 'no fragments'],
  ['two operations in a file', 'type Query { a: Int }', 'query A { a } query B { a }', 'not one operation'],
] as const)('%s stops the generator', ([, sdl, text, message]) => {
  expect(() => operationTypes(new Map([['one', text]]), buildSchema(sdl))).toThrow(message);
});
