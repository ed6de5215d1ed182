import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { isSelected, type Variables } from './conditions.ts';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export const fragmentsIn = ({ definitions }: DocumentNode): Fragments => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return fragments;
};

/** The response key. */
export const keyIn = ({ alias, name }: FieldNode): string => (alias ?? name).value;

const metaFields = new Set(['__schema', '__type', '__typename']);

/** Introspection, at the root. */
export const isMeta = ({ name }: FieldNode): boolean => metaFields.has(name.value);

/** The operation with the fragments that it reaches. */
export const documentOf = (operation: OperationDefinitionNode, fragments: Fragments): DocumentNode => {
  const reached = new Set<FragmentDefinitionNode>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode) =>
    visit(node, {
      FragmentSpread(spread) {
        const fragment = fragments.get(spread.name.value);
        if (fragment === undefined || reached.has(fragment)) return;
        reached.add(fragment);
        collect(fragment);
      },
    });
  collect(operation);
  return { kind: Kind.DOCUMENT, definitions: [operation, ...reached] };
};

const fragmentOf = (selection: SelectionNode, fragments: Fragments) =>
  selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;

/** The response keys at the root, each once, in the order of the answer. */
export const rootKeysOf = (
  { selectionSet }: OperationDefinitionNode,
  fragments: Fragments,
  variables: Variables,
): string[] => {
  const keys = new Set<string>();
  const collect = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (!isSelected(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) keys.add(keyIn(selection));
      else {
        const inner = fragmentOf(selection, fragments)?.selectionSet;
        if (inner) collect(inner);
      }
    }
  };
  collect(selectionSet);
  return [...keys];
};

/** The operation with those root fields that are wanted, fragments in place; undefined when none is. */
export const rootPart = (
  operation: OperationDefinitionNode,
  fragments: Fragments,
  isWanted: (node: FieldNode) => boolean,
): OperationDefinitionNode | undefined => {
  const wanted = (set: SelectionSetNode): SelectionNode[] =>
    set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return isWanted(selection) ? [selection] : [];
      const fragment = fragmentOf(selection, fragments);
      const selections = fragment?.selectionSet ? wanted(fragment.selectionSet) : [];
      if (!fragment || selections.length === 0) return [];
      const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
      const typeCondition = 'typeCondition' in fragment ? fragment.typeCondition : undefined;
      return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, directives: selection.directives, selectionSet }];
    });
  const selections = wanted(operation.selectionSet);
  if (selections.length === 0) return undefined;
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
};
