import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { leafCheck } from './answer-leaf.ts';
import type { Guard, Guards } from './guard.ts';

/** What the answer must look like at one place: compiled once per operation, so that completing it is a plain walk. */
export type ValueShape =
  | { isNonNull: boolean; kind: 'list'; item: ValueShape }
  | { isNonNull: boolean; kind: 'leaf'; accepts: (value: unknown) => boolean }
  | { isNonNull: boolean; kind: 'object'; object: ObjectShape };

export interface FieldShape {
  key: string;
  /** As in `Participant.name`, for messages. */
  coordinate: string;
  value: ValueShape;
  guard: Guard | undefined;
  /** From @skip and @include: one of these must hold entirely; undefined when the field is always there. */
  conditions: readonly Condition[][] | undefined;
}

/** `variable` must be `expected`. */
interface Condition {
  variable: string;
  expected: boolean;
}

export const isIncluded = (
  conditions: FieldShape['conditions'],
  variables: Readonly<Record<string, unknown>>,
): boolean =>
  conditions?.some((all) => all.every(({ variable, expected }) => variables[variable] === expected)) ?? true;

export interface ObjectShape {
  /** The concrete type is only known from the answer's `__typename`. */
  isAbstract: boolean;
  /** Undefined when `typename` is not possible here. */
  fieldsOf(typename: string): readonly FieldShape[] | undefined;
}

interface Scope {
  schema: GraphQLSchema;
  guards: Guards;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

interface Collected {
  node: FieldNode;
  sets: SelectionSetNode[];
  conditions: Condition[][] | undefined;
}

export const shapeOf = ({
  root,
  selectionSet,
  ...scope
}: Scope & { root: GraphQLObjectType; selectionSet: SelectionSetNode }): ObjectShape =>
  objectShape(scope, root, [selectionSet]);

/** The answer for `set` depends on the concrete type: because of fragments, or of guards that only some types have. */
export const dependsOnType = (
  set: SelectionSetNode,
  { type, guards }: { type: GraphQLNamedOutputType; guards: Guards },
): boolean =>
  isAbstractType(type) &&
  set.selections.some((each) => each.kind !== Kind.FIELD || guards.has(`${type.name}.${each.name.value}`));

const objectShape = (scope: Scope, type: GraphQLNamedOutputType, sets: SelectionSetNode[]): ObjectShape => {
  if (isObjectType(type)) {
    let fields: readonly FieldShape[] | undefined;
    return { isAbstract: false, fieldsOf: () => (fields ??= fieldShapes(scope, type, sets)) };
  }
  const isAbstract = sets.some((set) => dependsOnType(set, { type, guards: scope.guards }));
  const byType = new Map<string, readonly FieldShape[] | undefined>();
  const compile = (typename: string) => {
    const concrete = scope.schema.getType(typename);
    const isPossible = isObjectType(concrete) && isAbstractType(type) && scope.schema.isSubType(type, concrete);
    return isPossible ? fieldShapes(scope, concrete, sets) : undefined;
  };
  return {
    isAbstract,
    fieldsOf(typename) {
      const name = isAbstract ? typename : (anyTypeOf(scope.schema, type) ?? typename);
      if (!byType.has(name)) byType.set(name, compile(name));
      return byType.get(name);
    },
  };
};

// Otherwise only the interface's own fields are selected, so any implementation has the same shape.
const anyTypeOf = (schema: GraphQLSchema, type: GraphQLNamedOutputType) =>
  isAbstractType(type) ? schema.getPossibleTypes(type)[0]?.name : undefined;

const fieldShapes = (scope: Scope, type: GraphQLObjectType, sets: SelectionSetNode[]): FieldShape[] => {
  const collected = new Map<string, Collected>();
  for (const set of sets) collect({ ...scope, type, collected }, set, []);
  return [...collected].map(([key, { node, sets, conditions }]) => {
    const name = node.name.value;
    const field = name === '__typename' ? TypeNameMetaFieldDef : type.getFields()[name];
    if (field === undefined) throw new Error(`no field ${type.name}.${name} in the schema`);
    const coordinate = `${type.name}.${name}`;
    const guard = scope.guards.get(coordinate);
    return { key, coordinate, guard, value: valueShape(scope, field.type, sets), conditions };
  });
};

type Collection = Scope & { type: GraphQLObjectType; collected: Map<string, Collected> };

const collect = (into: Collection, set: SelectionSetNode, outer: Condition[]): void => {
  for (const selection of set.selections) {
    const own = conditionsOf(selection.directives ?? []);
    if (own === undefined) continue;
    const conditions = own.length === 0 ? outer : [...outer, ...own];
    if (selection.kind === Kind.FIELD) {
      addField(into.collected, selection, conditions);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : into.fragments.get(selection.name.value);
    if (fragment === undefined || !applies(into, fragment.typeCondition?.name.value)) continue;
    collect(into, fragment.selectionSet, conditions);
  }
};

const addField = (collected: Map<string, Collected>, node: FieldNode, conditions: Condition[]) => {
  const key = node.alias?.value ?? node.name.value;
  const known = collected.get(key);
  const sets = node.selectionSet ? [node.selectionSet] : [];
  if (known === undefined) {
    collected.set(key, { node, sets, conditions: conditions.length === 0 ? undefined : [conditions] });
    return;
  }
  known.sets.push(...sets);
  if (conditions.length === 0) known.conditions = undefined;
  else known.conditions?.push(conditions);
};

const applies = ({ schema, type }: Collection, condition: string | undefined) => {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
};

/** Undefined when the selection is never included. */
const conditionsOf = (directives: readonly (DirectiveNode | ConstDirectiveNode)[]): Condition[] | undefined => {
  const conditions: Condition[] = [];
  for (const { name, arguments: args } of directives) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const expected = name.value === 'include';
    const value = args?.find((arg) => arg.name.value === 'if')?.value;
    if (value?.kind === Kind.BOOLEAN && value.value !== expected) return undefined;
    if (value?.kind === Kind.VARIABLE) conditions.push({ variable: value.name.value, expected });
  }
  return conditions;
};

const valueShape = (scope: Scope, type: GraphQLOutputType, sets: SelectionSetNode[]): ValueShape => {
  if (isNonNullType(type)) return { ...valueShape(scope, type.ofType, sets), isNonNull: true };
  if (isListType(type)) return { isNonNull: false, kind: 'list', item: valueShape(scope, type.ofType, sets) };
  if (isLeafType(type)) return { isNonNull: false, kind: 'leaf', accepts: leafCheck(type) };
  return { isNonNull: false, kind: 'object', object: objectShape(scope, type, sets) };
};
