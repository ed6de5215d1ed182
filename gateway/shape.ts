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
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { leafCheck } from './answer-leaf.ts';
import { type HiddenData, hidesType, hidesValue, isPartial } from './contract/hidden-data.ts';
import type { Guard, Guards } from './guard.ts';
import type { PlannerKeys } from './planner-keys.ts';

/** What the answer must look like at one place: compiled once per operation, so that completing it is a plain walk. */
export type ValueShape =
  | { isNonNull: boolean; kind: 'list'; item: ValueShape }
  | { isNonNull: boolean; kind: 'leaf'; accepts: Check; hides: Check | undefined }
  | { isNonNull: boolean; kind: 'object'; object: ObjectShape };

type Check = (value: unknown) => boolean;

export interface FieldShape {
  /** The client's. */
  key: string;
  /** The key of the field in the planner's result. */
  source: string;
  /** Coordinate for messages, as in `Participant.name`. */
  coordinate: string;
  value: ValueShape;
  guard: Guard | undefined;
  /** Conditions by @skip and @include: all of one list must hold; undefined when the field is always there. */
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

export interface FieldSet {
  fields: readonly FieldShape[];
}

export interface ObjectShape {
  /** The concrete type is only known from the answer's `__typename`. */
  isAbstract: boolean;
  /** Whether `typename` is possible here, and not shown to this audience; undefined where there is none. */
  hides: Check | undefined;
  /** Undefined when `typename` is not possible here. */
  fieldsOf(typename: string): FieldSet | undefined;
  /** The field that the planner answers under `source`; of whichever type when `typename` is none. */
  fieldFrom(source: string, typename: unknown): FieldShape | undefined;
  /** The field that the planner answers under `source`, of every type that has it. */
  fieldsFrom(source: string): FieldShape[];
}

interface Scope {
  schema: GraphQLSchema;
  guards: Guards;
  keys: PlannerKeys;
  /** Somewhere is `@skip` or `@include`. */
  hasConditions: boolean;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  hidden: HiddenData | undefined;
}

/** A selection set, and what must hold for it to count. */
interface Part {
  set: SelectionSetNode;
  conditions: Condition[];
}

interface FieldCollection {
  node: FieldNode;
  parts: Part[];
  conditions: Condition[][] | undefined;
}

export const shapeOf = ({
  root,
  selectionSet,
  ...scope
}: Scope & { root: GraphQLObjectType; selectionSet: SelectionSetNode }): ObjectShape =>
  objectShape(scope, root, [{ set: selectionSet, conditions: [] }]);

/**
 * The answer for `set` depends on the concrete type: because of fragments, of guards that only some types have, or of types
 * that are not shown. Under `@skip` and `@include` another set with fragments may come and go beside it.
 */
export const dependsOnType = (
  set: SelectionSetNode,
  type: GraphQLNamedOutputType,
  { guards, hasConditions, hidden }: Pick<Scope, 'guards' | 'hasConditions' | 'hidden'>,
): boolean => {
  const isTyped = (each: SelectionNode) => each.kind !== Kind.FIELD || guards.has(`${type.name}.${each.name.value}`);
  return isAbstractType(type) && (hasConditions || isPartial(type, hidden) || set.selections.some(isTyped));
};

const objectShape = (scope: Scope, type: GraphQLNamedOutputType, parts: Part[]): ObjectShape => {
  if (isObjectType(type)) {
    let compiled: FieldSet | undefined;
    const fieldsOf = () => (compiled ??= fieldSet(scope, type, parts));
    const fieldFrom = (source: string) => fieldIn(fieldsOf(), source);
    const fieldsFrom = (source: string) => [fieldFrom(source)].filter((field) => field !== undefined);
    return { isAbstract: false, hides: undefined, fieldsOf, fieldFrom, fieldsFrom };
  }
  const isAbstract = parts.some(({ set }) => dependsOnType(set, type, scope));
  const byType = new Map<string, FieldSet | undefined>();
  const compile = (typename: string) => {
    const concrete = scope.schema.getType(typename);
    const isPossible = isObjectType(concrete) && isAbstractType(type) && scope.schema.isSubType(type, concrete);
    return isPossible ? fieldSet(scope, concrete, parts) : undefined;
  };
  const fieldsOf = (typename: string) => {
    const name = isAbstract ? typename : (anyTypeOf(scope.schema, type) ?? typename);
    if (!byType.has(name)) byType.set(name, compile(name));
    return byType.get(name);
  };
  const fieldFrom = (source: string, typename: unknown) => {
    const known = typeof typename === 'string' ? fieldsOf(typename) : undefined;
    return known === undefined ? fieldsFrom(source)[0] : fieldIn(known, source);
  };
  const fieldsFrom = (source: string) => {
    const possible = isAbstractType(type) ? scope.schema.getPossibleTypes(type) : [];
    return possible.map(({ name }) => fieldIn(fieldsOf(name), source)).filter((field) => field !== undefined);
  };
  const hides = isAbstractType(type) ? hidesType(scope.hidden, { type, schema: scope.schema }) : undefined;
  return { isAbstract, hides, fieldsOf, fieldFrom, fieldsFrom };
};

const fieldIn = (set: FieldSet | undefined, source: string) => set?.fields.find((field) => field.source === source);

// Otherwise only the interface's own fields are selected, so any implementation has the same shape.
const anyTypeOf = (schema: GraphQLSchema, type: GraphQLNamedOutputType) =>
  isAbstractType(type) ? schema.getPossibleTypes(type)[0]?.name : undefined;

const fieldSet = (scope: Scope, type: GraphQLObjectType, parts: readonly Part[]): FieldSet => {
  const collected = new Map<string, FieldCollection>();
  for (const { set, conditions } of parts) collect({ ...scope, type, collected }, set, conditions);
  const fields = [...collected].map(([key, { node, parts, conditions }]): FieldShape => {
    const name = node.name.value;
    const field = name === '__typename' ? TypeNameMetaFieldDef : type.getFields()[name];
    if (field === undefined) throw new Error(`no field ${type.name}.${name} in the schema`);
    const coordinate = `${type.name}.${name}`;
    const guard = scope.guards.get(coordinate);
    const source = scope.keys.keyOf(node);
    // What must hold for the field itself holds for all in it; of several selections each has its own conditions.
    const inner = parts.length === 1 ? parts.map(({ set }) => ({ set, conditions: [] })) : parts;
    return { key, source, coordinate, guard, value: valueShape(scope, field.type, inner), conditions };
  });
  return { fields };
};

type Collection = Scope & { type: GraphQLObjectType; collected: Map<string, FieldCollection> };

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

const addField = (collected: Map<string, FieldCollection>, node: FieldNode, conditions: Condition[]) => {
  const key = node.alias?.value ?? node.name.value;
  const known = collected.get(key);
  const parts = node.selectionSet ? [{ set: node.selectionSet, conditions }] : [];
  if (known === undefined) {
    collected.set(key, { node, parts, conditions: conditions.length === 0 ? undefined : [conditions] });
    return;
  }
  known.parts.push(...parts);
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

const valueShape = (scope: Scope, type: GraphQLOutputType, parts: Part[]): ValueShape => {
  if (isNonNullType(type)) return { ...valueShape(scope, type.ofType, parts), isNonNull: true };
  if (isListType(type)) return { isNonNull: false, kind: 'list', item: valueShape(scope, type.ofType, parts) };
  if (isLeafType(type)) {
    const accepts = leafCheck(type);
    return { isNonNull: false, kind: 'leaf', accepts, hides: hidesValue(scope.hidden, { type, accepts }) };
  }
  return { isNonNull: false, kind: 'object', object: objectShape(scope, type, parts) };
};
