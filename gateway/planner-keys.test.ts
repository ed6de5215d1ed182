import { type FieldNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { PlannerKeys, plainKeyRules, readKeyRules } from './planner-keys.ts';

const fieldsOf = (query: string) =>
  (parse(query).definitions[0] as OperationDefinitionNode).selectionSet.selections.filter(
    (node): node is FieldNode => node.kind === Kind.FIELD,
  );

test('two selections have one key when one answer merges them', () => {
  const keys = new PlannerKeys(plainKeyRules);
  const query = `{
    a b: a c: a b: d
    e: f(x: 1, y: { p: 1, q: 2 }) e: f(y: { q: 2, p: 1 }, x: 1) e: f(x: 2)
    a: a g: __typename f(x: 1)
  }`;
  expect(fieldsOf(query).map((node) => keys.keyOf(node))).toEqual([
    'a',
    '_a0',
    '_a1',
    '_a2',
    '_a3',
    '_a3',
    '_a4',
    'a',
    '__typename',
    'f',
  ]);
});

test('no field of the supergraph begins as our aliases do', () => {
  expect(readKeyRules(parse('type Query { all: Int }')).prefix).toBe('_a');
  expect(readKeyRules(parse('type Query { _all: Int _a_0: Int }')).prefix).toBe('_a__');
});

test('a field that the planner may ask for with other arguments gets a key of ours, too', () => {
  const { ambiguous } = readKeyRules(
    parse(`
      type A @join__type(graph: X, key: "id part { number(of: 1) }") {
        id: ID! @join__field(graph: X)
        cost: Int @join__field(graph: X, requires: "price(currency: USD) weight")
        price(currency: String): Int
        weight: Int
        other(first: Int): Int
      }
      type Part { number(of: Int): Int }
      interface I { shared(by: Int): Int plain: Int }
      union U = B
      type B { member(by: Int): Int }`),
  );
  expect([...ambiguous].sort()).toEqual(['member', 'number', 'price', 'shared']);
  const keys = new PlannerKeys({ prefix: '_a', ambiguous });
  expect(fieldsOf('{ price price(currency: "IDR") other(first: 1) }').map((node) => keys.keyOf(node))).toEqual([
    '_a0',
    '_a1',
    'other',
  ]);
});
