import { readFileSync } from 'node:fs';
import { type DocumentNode, isInterfaceType, isObjectType, parse, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { audiences } from '../../subgraphs/kit/audiences.ts';
import { publicSchema } from '../supergraph.ts';
import { contractOf } from './contract.ts';
import { elementsShown } from './shown.ts';

const base = `directive @inaccessible on FIELD_DEFINITION | OBJECT | ENUM_VALUE
directive @tag(name: String!) repeatable on FIELD_DEFINITION
directive @shown(at: Int) on FIELD
type Query { "A list." items(first: Int = 10, filter: Filter): [Item!]! any: Any node: Node kind: Kind hidden: Int @inaccessible }
interface Node { id: ID! }
interface Label { name: String }
type Item implements Node & Label { id: ID! name: String @tag(name: "portal") }
type Other { a: Int }
type Alone { a: Int }
union Any = Item | Other
enum Kind { ONE TWO }
input Filter { kind: Kind = ONE text: String }
`;

const textOf = (document: DocumentNode) => JSON.stringify([...elementsShown(document).elements].sort());
const schemaText = (document: DocumentNode) => printSchema(publicSchema(document)).replaceAll(/\s*"""[\s\S]*?"""/g, '');

test.each<[string, string, string]>([
  ['a description', '"A list."', '"Some list."'],
  ['what clients never see', '@tag(name: "portal")', '@tag(name: "officer")'],
  ['the type of an element that is hidden', 'hidden: Int', 'hidden: String'],
  ['a type', 'node: Node', 'node: Node!'],
  ['an item of a list', '[Item!]!', '[Item]!'],
  ['an argument', 'first: Int = 10', 'last: Int = 10'],
  ['a default', 'first: Int = 10', 'first: Int = 20'],
  ['a default of an input', 'kind: Kind = ONE', 'kind: Kind = TWO'],
  ['what is left of a default', 'kind: Kind = ONE', 'kind: Kind'],
  ['an interface', 'implements Node & Label', 'implements Node'],
  ['a member', 'Any = Item | Other', 'Any = Item'],
  ['a value', 'ONE TWO', 'ONE TWO THREE'],
  ['a value that is hidden', 'ONE TWO', 'ONE TWO @inaccessible'],
  ['a type that is hidden', 'type Alone {', 'type Alone @inaccessible {'],
  ['a field that is hidden', 'name: String @tag(name: "portal")', 'name: String @inaccessible'],
  ['a kind', 'type Other { a: Int }', 'interface Other { a: Int }'],
  ['an input of one field', 'input Filter {', 'input Filter @oneOf {'],
  ['a deprecation of an input', 'text: String', 'text: String @deprecated'],
  ['a directive', '@shown(at: Int)', '@shown(at: Int!)'],
])('two supergraphs that differ in %s say the same exactly where their schemas are the same', (_what, from, to) => {
  const [one, other] = [base, base.replace(from, to)].map((sdl) => parse(sdl)) as [DocumentNode, DocumentNode];
  expect(base).toContain(from);
  expect(textOf(one) === textOf(other)).toBe(schemaText(one) === schemaText(other));
});

test('the fields of every contract of the graph are those of its schema', () => {
  const supergraph = parse(readFileSync('schema/supergraph.graphql', 'utf8'));
  for (const audience of audiences) {
    const contract = contractOf(supergraph, audience);
    const types = Object.values(publicSchema(contract).getTypeMap()).filter(
      (type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'),
    );
    const fields = types.flatMap((type) =>
      'getFields' in type ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
    );
    expect([...elementsShown(contract).fields].sort()).toEqual(fields.sort());
  }
});
