import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type TypeDefinitionNode,
} from 'graphql';
import { remembered, rememberedFor } from '../remembered.ts';
import { argumentOf, directivesOf, hasDirective, textArgument } from './directive.ts';
import { descriptionsOf, directivesText, directiveText, memberText } from './normal.ts';
import type { MemberNode } from './part.ts';

/** An element of a supergraph, as far as one subgraph can change it for others. */
export interface JoinedElement {
  type: string;
  /** Name of the field, value or member; empty for the type itself. */
  name: string;
  kind: 'TYPE' | 'FIELD' | 'VALUE' | 'MEMBER';
  /** All that clients see, and what each subgraph but one is asked for. */
  text: string;
  /** Whether that one subgraph answers it. */
  isAnswered: boolean;
}

const isTrue = (value: ConstValueNode | undefined) => value?.kind === Kind.BOOLEAN && value.value;

const isJoin = (name: string) => name.startsWith('join__');

type JoinedElements = ReadonlyMap<string, JoinedElement>;

/** Elements by coordinate; what the subgraph `but` states of them is left out of their texts. */
export const joinedElements = (supergraph: DocumentNode, but: string): JoinedElements => elementsOf(supergraph)(but);

const elementsOf = rememberedFor((supergraph: DocumentNode) => remembered((but) => findElements(supergraph, but), 1));

const findElements = (supergraph: DocumentNode, but: string): JoinedElements => {
  const types = supergraph.definitions.filter(isTypeDefinitionNode).filter(({ name }) => !name.value.includes('__'));
  const graph = graphNamed(supergraph, but);
  const all = types.flatMap((type) => [typeElement(type, graph), ...innerElements(type, graph)]);
  return new Map(all.map((each) => [coordinateOf(each), each]));
};

export const coordinateOf = ({ type, name }: Pick<JoinedElement, 'type' | 'name'>): string =>
  name === '' ? type : `${type}.${name}`;

/** The word for a subgraph in the directives of a supergraph. */
const graphNamed = ({ definitions }: DocumentNode, subgraph: string): string => {
  const graphs = definitions.find((node) => node.kind === 'EnumTypeDefinition' && node.name.value === 'join__Graph');
  const values = graphs?.kind === 'EnumTypeDefinition' ? (graphs.values ?? []) : [];
  const isNamed = (value: EnumValueDefinitionNode) =>
    directivesOf(value as never, 'join__graph').some((join) => textArgument(join, 'name') === subgraph);
  return values.find(isNamed)?.name.value ?? '';
};

interface Holder {
  directives?: readonly ConstDirectiveNode[];
}

const joinsOf = (holder: Holder, name: string, graph: string): string[] =>
  directivesOf(holder, name)
    .filter((join) => textArgument(join, 'graph') !== graph)
    .map(directiveText)
    .sort();

const isOf = (holder: Holder, name: string, graph: string) =>
  directivesOf(holder, name).some((join) => textArgument(join, 'graph') === graph);

const withoutJoins = ({ directives = [] }: Holder) =>
  directivesText(directives.filter(({ name }) => !isJoin(name.value)));

const typeElement = (type: TypeDefinitionNode, graph: string): JoinedElement => {
  const interfaces = 'interfaces' in type ? (type.interfaces ?? []).map(({ name }) => name.value).sort() : [];
  const joins = ['join__type', 'join__implements'].flatMap((name) => joinsOf(type as Holder, name, graph));
  const text = [type.kind, type.description?.value, withoutJoins(type as Holder), ...interfaces, ...joins].join('\n');
  return { type: type.name.value, name: '', kind: 'TYPE', text, isAnswered: isOf(type as Holder, 'join__type', graph) };
};

const innerElements = (type: TypeDefinitionNode, graph: string): JoinedElement[] => {
  const of = type.name.value;
  if ('fields' in type) return (type.fields ?? []).map((field) => fieldElement(type, field, graph));
  if ('values' in type) {
    return (type.values ?? []).map((value) => {
      const holder = value as Holder;
      const joins = joinsOf(holder, 'join__enumValue', graph);
      const text = [value.description?.value, withoutJoins(holder), ...joins].join('\n');
      const isAnswered = isOf(holder, 'join__enumValue', graph);
      return { type: of, name: value.name.value, kind: 'VALUE', text, isAnswered };
    });
  }
  if (!('types' in type)) return [];
  return (type.types ?? []).map(({ name }) => ({
    type: of,
    name: name.value,
    kind: 'MEMBER',
    text: '',
    isAnswered: false,
  }));
};

/** A field without joins of its own is every subgraph's that has its type. */
const fieldElement = (type: TypeDefinitionNode, field: MemberNode, graph: string): JoinedElement => {
  const holder = field as Holder;
  const joined = hasDirective(holder, 'join__field');
  const graphs = [...new Set(directivesOf(type as Holder, 'join__type').map((join) => textArgument(join, 'graph')))];
  const joins = joined
    ? joinsOf(holder, 'join__field', graph)
    : graphs.filter((each) => each !== graph).map((each) => `@join__field(graph: ${each})`);
  const own = directivesOf(holder, 'join__field').filter((join) => textArgument(join, 'graph') === graph);
  const isAnswered = joined ? own.some((join) => !isTrue(argumentOf(join, 'external'))) : graphs.includes(graph);
  const described = [...descriptionsOf(field)].flat();
  const text = [memberText(field, ['join__field']), ...described, ...joins.sort()].join('\n');
  return { type: type.name.value, name: field.name.value, kind: 'FIELD', text, isAnswered };
};
