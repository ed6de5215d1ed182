import {
  type ConstDirectiveNode,
  Kind,
  parseType,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { fieldSet } from './field-set.ts';

/** Fields that must be sent with a key. */
export interface RequiredSet {
  /** Tells it apart from others. */
  text: string;
  set: SelectionSetNode;
}

/** What one `@join__field` says: how a subgraph has a field. */
export interface FieldJoin {
  graph: string | undefined;
  /** As the subgraph declares it. */
  type: TypeNode;
  isExternal: boolean;
  requires: RequiredSet | undefined;
  provides: SelectionSetNode | undefined;
  /** The subgraph from which it takes the field, by its name. */
  override: string | undefined;
  label: string | undefined;
}

/** A type as the subgraphs have it. */
export interface JoinedType {
  kind: TypeDefinitionNode['kind'];
  interfaces: readonly string[];
  fields: ReadonlyMap<string, { type: TypeNode; joins: readonly FieldJoin[] }>;
  /** Keys by which a subgraph can be asked, by subgraph; those that know the type without one have none. */
  keys: Map<string, SelectionSetNode[]>;
  /** Fields that are part of a key, by subgraph. */
  keyFields: Map<string, Set<string>>;
  /** Subgraphs that have the interface as an object. */
  objectIn: Set<string>;
  /** Objects that can stand for the type, by subgraph; under the empty name in all of them. */
  members: Map<string, Set<string>>;
}

export const readJoinedType = (node: TypeDefinitionNode): JoinedType => {
  const type: JoinedType = {
    kind: node.kind,
    interfaces: 'interfaces' in node ? (node.interfaces ?? []).map(({ name }) => name.value) : [],
    fields: readFields(node),
    keys: new Map(),
    keyFields: new Map(),
    objectIn: new Set(),
    members: new Map(),
  };
  for (const { graph: of, key, resolvable, isInterfaceObject } of valuesOf(node.directives, 'join__type')) {
    const graph = String(of);
    if (isInterfaceObject) type.objectIn.add(graph);
    const keys = type.keys.get(graph) ?? [];
    type.keys.set(graph, keys);
    if (typeof key !== 'string') continue;
    const set = fieldSet(key);
    if (resolvable !== false) keys.push(set);
    const names = set.selections.flatMap((each) => (each.kind === Kind.FIELD ? [each.name.value] : []));
    type.keyFields.set(graph, new Set([...(type.keyFields.get(graph) ?? []), ...names]));
  }
  return type;
};

const readFields = (node: TypeDefinitionNode): JoinedType['fields'] => {
  const fields: [string, { type: TypeNode; joins: FieldJoin[] }][] = [];
  for (const field of 'fields' in node ? (node.fields ?? []) : []) {
    if (field.kind !== Kind.FIELD_DEFINITION) continue;
    const joins = valuesOf(field.directives, 'join__field').map((values) => fieldJoin(values, field.type));
    fields.push([field.name.value, { type: field.type, joins }]);
  }
  return new Map(fields);
};

type Values = Record<string, unknown>;

const fieldJoin = (values: Values, type: TypeNode): FieldJoin => {
  const text = (key: string) => (typeof values[key] === 'string' ? values[key] : undefined);
  const own = text('type');
  const requires = text('requires');
  const provides = text('provides');
  return {
    graph: text('graph'),
    type: own === undefined ? type : parseType(own, { noLocation: true }),
    isExternal: values.external === true || values.usedOverridden === true,
    requires: requires === undefined ? undefined : { text: requires, set: fieldSet(requires) },
    provides: provides === undefined ? undefined : fieldSet(provides),
    override: text('override'),
    label: text('overrideLabel'),
  };
};

export const valuesOf = (directives: readonly ConstDirectiveNode[] = [], name: string): Values[] =>
  directives
    .filter((each) => each.name.value === name)
    .map(({ arguments: args = [] }) =>
      Object.fromEntries(args.map((each) => [each.name.value, valueFromASTUntyped(each.value)])),
    );
