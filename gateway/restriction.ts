import {
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Guard, Guards } from './guard.ts';
import { typenameField } from './planner-document.ts';

/** The guards of all fields that a document selects, each once. */
export const guardsIn = (schema: GraphQLSchema, document: DocumentNode, guards: Guards): Guard[] => {
  const found = new Set<Guard>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet(set) {
        const parent = types.getParentType();
        if (!parent) return;
        const names = [parent, ...(isAbstractType(parent) ? schema.getPossibleTypes(parent) : [])];
        for (const selection of set.selections) {
          if (selection.kind !== Kind.FIELD) continue;
          for (const { name } of names) add(found, guards.get(`${name}.${selection.name.value}`));
        }
      },
    }),
  );
  return [...found];
};

const add = (found: Set<Guard>, guard: Guard | undefined) => {
  if (guard !== undefined) found.add(guard);
};

export interface Restriction {
  schema: GraphQLSchema;
  guards: Guards;
  denied: ReadonlySet<Guard>;
}

/**
 * The document without the fields that are denied, so that no subgraph is asked for them. What is denied on an
 * interface for some implementations only is asked of the others by fragments.
 */
export const withoutDenied = (document: DocumentNode, { schema, guards, denied }: Restriction): DocumentNode => {
  const isDenied = (type: string, field: string) => {
    const guard = guards.get(`${type}.${field}`);
    return guard !== undefined && denied.has(guard);
  };
  const types = new TypeInfo(schema);
  const restricted = (set: SelectionSetNode): SelectionNode[] => {
    const parent = types.getParentType();
    return set.selections.flatMap((selection): SelectionNode[] => {
      if (!parent || selection.kind !== Kind.FIELD || !isDenied(parent.name, selection.name.value)) return [selection];
      const possible = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [];
      return possible
        .filter(({ name }) => !isDenied(name, selection.name.value))
        .map((type) => on(type.name, selection));
    });
  };
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet(set) {
        const selections = restricted(set);
        if (
          selections.length === set.selections.length &&
          selections.every((each, at) => each === set.selections[at])
        ) {
          return undefined;
        }
        return { ...set, selections: selections.length === 0 ? [typenameField] : selections };
      },
    }),
  );
};

const on = (type: string, selection: SelectionNode): SelectionNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
  selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
});
