import { type ASTNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';

const removable = {
  query: new Set<string>([
    Kind.FIELD,
    Kind.INLINE_FRAGMENT,
    Kind.FRAGMENT_SPREAD,
    Kind.DIRECTIVE,
    Kind.ARGUMENT,
    Kind.VARIABLE_DEFINITION,
    Kind.FRAGMENT_DEFINITION,
  ]),
  sdl: new Set<string>([
    Kind.OBJECT_TYPE_DEFINITION,
    Kind.INTERFACE_TYPE_DEFINITION,
    Kind.UNION_TYPE_DEFINITION,
    Kind.INPUT_OBJECT_TYPE_DEFINITION,
    Kind.ENUM_TYPE_DEFINITION,
    Kind.FIELD_DEFINITION,
    Kind.INPUT_VALUE_DEFINITION,
    Kind.DIRECTIVE,
    Kind.NAMED_TYPE,
  ]),
};

/** Texts of a document with one thing less each, the largest things first. */
export function* removals(text: string, kind: 'query' | 'sdl'): Generator<string> {
  const document = parse(text, { noLocation: true });
  const nodes: ASTNode[] = [];
  visit(document, {
    enter(node, key) {
      const isOfList = typeof key === 'number';
      if (isOfList && removable[kind].has(node.kind)) nodes.push(node);
    },
  });
  const sized = nodes.map((node) => ({ node, size: print(node).length })).sort((one, other) => other.size - one.size);
  for (const { node } of sized) {
    yield printed(visit(document, { enter: (each) => (each === node ? null : undefined) }));
    if (node.kind !== Kind.FIELD) continue;
    if (node.alias)
      yield printed(visit(document, { enter: (each) => (each === node ? { ...node, alias: undefined } : undefined) }));
    if (node.selectionSet) yield* unwrapped(document, node);
  }
}

/** Texts in which the selections of an inline fragment take its place. */
function* unwrapped(document: DocumentNode, field: ASTNode): Generator<string> {
  if (field.kind !== Kind.FIELD || !field.selectionSet) return;
  const { selections } = field.selectionSet;
  for (const selection of selections) {
    if (selection.kind !== Kind.INLINE_FRAGMENT) continue;
    const flat = selections.flatMap((each) => (each === selection ? selection.selectionSet.selections : [each]));
    const replaced = { ...field, selectionSet: { ...field.selectionSet, selections: flat } };
    yield printed(visit(document, { enter: (each) => (each === field ? replaced : undefined) }));
  }
}

/** What nothing refers to any more is left out. */
const printed = (document: DocumentNode): string => {
  const names = new Set<string>();
  visit(document, {
    FragmentSpread: ({ name }) => void names.add(name.value),
    Argument: ({ value }) => {
      visit(value, { Variable: ({ name }) => void names.add(`$${name.value}`) });
    },
  });
  return print(
    visit(document, {
      FragmentDefinition: ({ name }) => (names.has(name.value) ? undefined : null),
      VariableDefinition: ({ variable }) => (names.has(`$${variable.name.value}`) ? undefined : null),
    }),
  );
};
