import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * A query in two, each with a half of its leaves; undefined where there is nothing to halve. The planner has no plan for
 * some queries whose parts it plans: such as for one field that requires others, asked twice with other arguments.
 */
export const halvesOf = (document: DocumentNode): [DocumentNode, DocumentNode] | undefined => {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== OperationTypeNode.QUERY) return undefined;
  const count = leavesIn(operation.selectionSet);
  const middle = Math.ceil(count / 2);
  const first = withSet(operation, part(operation.selectionSet, { from: 0, to: middle }));
  const second = withSet(operation, part(operation.selectionSet, { from: middle, to: count }));
  return count > 1 && first && second ? [first, second] : undefined;
};

const withSet = (operation: OperationDefinitionNode, set: SelectionSetNode | undefined): DocumentNode | undefined =>
  set && { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet: set }] };

/** Each part has its own name of the type, so this counts for nothing beside other fields. */
const isTypename = (selection: SelectionNode) =>
  selection.kind === Kind.FIELD && selection.name.value === '__typename' && !selection.alias;

const leavesIn = ({ selections }: SelectionSetNode): number =>
  selections.every(isTypename) ? 1 : selections.reduce((sum, each) => sum + leavesOf(each), 0);

const leavesOf = (selection: SelectionNode): number => {
  if (isTypename(selection) || selection.kind === Kind.FRAGMENT_SPREAD) return 0;
  return selection.selectionSet === undefined ? 1 : leavesIn(selection.selectionSet);
};

/** The leaves of these positions, with all that leads to them; undefined where that is none. */
const part = (set: SelectionSetNode, { from, to }: { from: number; to: number }): SelectionSetNode | undefined => {
  if (set.selections.every(isTypename)) return from <= 0 && to > 0 ? set : undefined;
  let position = 0;
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    const start = position;
    position += leavesOf(selection);
    if (isTypename(selection)) return [selection];
    if (position <= from || start >= to || selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.selectionSet === undefined) return [selection];
    const inner = part(selection.selectionSet, { from: from - start, to: to - start });
    return inner === undefined ? [] : [{ ...selection, selectionSet: inner }];
  });
  return selections.every(isTypename) ? undefined : { ...set, selections };
};
