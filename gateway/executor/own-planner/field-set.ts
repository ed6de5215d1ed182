import {
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export const fieldSet = (text: string): SelectionSetNode =>
  (parse(`{ ${text} }`, { noLocation: true }).definitions[0] as OperationDefinitionNode).selectionSet;

export const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

export const setWith = (selections: readonly SelectionNode[]): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections,
});

const name = (value: string) => ({ kind: Kind.NAME, value }) as const;

export const onType = (type: string, selections: readonly SelectionNode[]): SelectionNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: name(type) },
  selectionSet: setWith(selections),
});

export const typenameNode: FieldNode = { kind: Kind.FIELD, name: name('__typename') };

export const underKey = (node: FieldNode, key: string): FieldNode => ({
  ...node,
  alias: key === node.name.value ? undefined : name(key),
});

/** Tells whether a fragment on the one type holds for every object of the other. */
export type Covers = (condition: string, type: string) => boolean;

/** What a set asks of every object of the type, each key once. */
export const askedOfAll = (type: string, set: SelectionSetNode, covers: Covers): FieldNode[] => {
  const fields = new Map<string, FieldNode>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const each of selections) {
      if (each.kind === Kind.FIELD) {
        const known = fields.get(keyOf(each));
        fields.set(keyOf(each), known === undefined ? each : joined(known, each));
      } else if (each.kind === Kind.INLINE_FRAGMENT && covers(each.typeCondition?.name.value ?? type, type))
        collect(each.selectionSet);
    }
  };
  collect(set);
  return [...fields.values()];
};

/** What a set asks of some objects of the type only. */
export const askedOfSome = (type: string, set: SelectionSetNode, covers: Covers): SelectionNode[] =>
  set.selections.flatMap((each): SelectionNode[] => {
    if (each.kind !== Kind.INLINE_FRAGMENT) return [];
    const isOfAll = covers(each.typeCondition?.name.value ?? type, type);
    return isOfAll ? askedOfSome(type, each.selectionSet, covers) : [each];
  });

const joined = (one: FieldNode, other: FieldNode): FieldNode => {
  if (one.selectionSet === undefined || other.selectionSet === undefined) return one;
  return { ...one, selectionSet: setWith([...one.selectionSet.selections, ...other.selectionSet.selections]) };
};
