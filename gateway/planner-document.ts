import {
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLNamedOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { isSelected, type Variables } from './conditions.ts';
import { type HiddenData, isPartial } from './contract/hidden-data.ts';
import type { Guards } from './guard.ts';
import type { Fragments } from './operation-parts.ts';
import type { PlannerKeys } from './planner-keys.ts';
import { dependsOnType } from './shape.ts';

export const typenameField: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

export interface PlanningContext {
  schema: GraphQLSchema;
  guards: Guards;
  keys: PlannerKeys;
  fragments: Fragments;
  hasConditions: boolean;
  hidden: HiddenData | undefined;
  variables: Variables;
}

/**
 * The operation as the planner and the executor get it: under keys of ours, conditions decided, fragments in place
 * where the type is known, each key once in a selection set. They double lists that are selected twice, take two
 * selections under different conditions for one, and a few combinations of these end the process.
 */
export const plannerOperation = (
  operation: OperationDefinitionNode,
  planning: PlanningContext,
): OperationDefinitionNode => {
  const root = planning.schema.getRootType(operation.operation);
  if (!root) return operation;
  return { ...operation, selectionSet: new Normalization(planning).set(root, [operation.selectionSet]) };
};

interface FieldCollection {
  fields: Map<string, { node: FieldNode; sets: SelectionSetNode[] }>;
  /** Selections for some of the possible types, keyed by type condition. */
  typed: Map<string, SelectionSetNode[]>;
}

class Normalization {
  readonly #planning: PlanningContext;

  constructor(planning: PlanningContext) {
    this.#planning = planning;
  }

  /**
   * One set for all of `sets`, never empty. Fragments come last: the executor merges rightly what they add to fields.
   */
  set(type: GraphQLNamedOutputType, sets: readonly SelectionSetNode[]): SelectionSetNode {
    if (isAbstractType(type) && isPartial(type, this.#planning.hidden)) return this.#byShownType(type, sets);
    const collected: FieldCollection = { fields: new Map(), typed: new Map() };
    for (const set of sets) this.#collect(collected, type, set);
    const selections: SelectionNode[] = [];
    for (const [key, { node, sets: inner }] of collected.fields)
      selections.push(this.#field(type, node, { key, inner }));
    for (const [name, inner] of collected.typed) {
      const condition = this.#planning.schema.getType(name);
      if (isCompositeType(condition)) selections.push(on(name, this.set(condition, inner)));
    }
    const isTypeAsked = collected.fields.has('__typename');
    const isTypeNeeded = sets.some((set) => dependsOnType(set, type, this.#planning));
    if (!isTypeAsked && (isTypeNeeded || selections.length === 0)) selections.push(typenameField);
    return { kind: Kind.SELECTION_SET, selections };
  }

  /** Asks fields of shown types alone: no subgraph is asked about an object that is not shown, and no error tells of it. */
  #byShownType(type: GraphQLAbstractType, sets: readonly SelectionSetNode[]): SelectionSetNode {
    const shown = this.#planning.schema.getPossibleTypes(type);
    const selections = shown.map((each) => on(each.name, this.set(each, sets)));
    return { kind: Kind.SELECTION_SET, selections: [typenameField, ...selections] };
  }

  #field(
    type: GraphQLNamedOutputType,
    { name, arguments: args }: FieldNode,
    { key, inner }: { key: string; inner: SelectionSetNode[] },
  ): FieldNode {
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name.value] : undefined;
    const of = getNamedType((definition ?? TypeNameMetaFieldDef).type);
    const alias = key === name.value ? undefined : ({ kind: Kind.NAME, value: key } as const);
    const selectionSet = inner.length > 0 ? this.set(of, inner) : undefined;
    return { kind: Kind.FIELD, alias, name, arguments: args, selectionSet };
  }

  #collect(into: FieldCollection, type: GraphQLNamedOutputType, set: SelectionSetNode): void {
    for (const selection of set.selections) {
      if (!isSelected(selection, this.#planning.variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = this.#planning.keys.keyOf(selection);
        const known = into.fields.get(key) ?? { node: selection, sets: [] };
        if (selection.selectionSet) known.sets.push(selection.selectionSet);
        into.fields.set(key, known);
        continue;
      }
      const isInline = selection.kind === Kind.INLINE_FRAGMENT;
      const fragment = isInline ? selection : this.#planning.fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value ?? type.name;
      if (this.#isAlways(type, condition)) this.#collect(into, type, fragment.selectionSet);
      else if (isAbstractType(type))
        into.typed.set(condition, [...(into.typed.get(condition) ?? []), fragment.selectionSet]);
    }
  }

  /** Whatever is a `type` meets the condition, and has its fields. */
  #isAlways(type: GraphQLNamedOutputType, condition: string): boolean {
    if (condition === type.name) return true;
    const { schema } = this.#planning;
    const other = schema.getType(condition);
    return isAbstractType(other) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(other, type);
  }
}

const on = (type: string, selectionSet: SelectionSetNode): SelectionNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
  selectionSet,
});
