import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** The field and the argument that take a value, the same for a literal and for a variable. */
export interface InputPlace {
  /** Response keys from the root to the field that takes it. */
  path: readonly string[];
  /** Its argument, then input fields and indexes: `input.interests.0`. */
  argument: string;
}

interface Operation {
  definition: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

const longestArgument = 100;

export const argumentOf = (parts: readonly (string | number)[]): string => {
  const text = parts.join('.');
  return text.length > longestArgument ? `${text.slice(0, longestArgument - 1)}…` : text;
};

/** The fields of an operation are searched for a value once a fault is found, never before. */
class Search {
  readonly #fragments: Operation['fragments'];
  readonly #seen = new Set<string>();
  readonly #isWanted: (node: ValueNode) => boolean;

  constructor({ fragments }: Pick<Operation, 'fragments'>, isWanted: (node: ValueNode) => boolean) {
    this.#fragments = fragments;
    this.#isWanted = isWanted;
  }

  inSelections(set: SelectionSetNode, path: readonly string[]): InputPlace | undefined {
    for (const selection of set.selections) {
      const here = selection.kind === Kind.FIELD ? [...path, selection.alias?.value ?? selection.name.value] : path;
      const given = selection.kind === Kind.FIELD ? this.#inArguments(selection.arguments) : undefined;
      const argument = given ?? this.inDirectives(selection.directives);
      if (argument !== undefined) return { path: here, argument };
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragment(selection.name.value) : selection.selectionSet;
      const found = inner && this.inSelections(inner, here);
      if (found) return found;
    }
    return undefined;
  }

  inDirectives(directives: readonly (DirectiveNode | ConstDirectiveNode)[] | undefined): string | undefined {
    for (const directive of directives ?? []) {
      const found = this.#inArguments(directive.arguments);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Keys and indexes from `value` to the wanted one. */
  inValue(value: ValueNode): (string | number)[] | undefined {
    if (this.#isWanted(value)) return [];
    const children =
      value.kind === Kind.LIST
        ? value.values.map((item, index) => [index, item] as const)
        : value.kind === Kind.OBJECT
          ? value.fields.map(({ name, value: inner }) => [name.value, inner] as const)
          : [];
    for (const [key, child] of children) {
      const found = this.inValue(child);
      if (found) return [key, ...found];
    }
    return undefined;
  }

  #inArguments(given: readonly { name: { value: string }; value: ValueNode }[] | undefined): string | undefined {
    for (const { name, value } of given ?? []) {
      const found = this.inValue(value);
      if (found) return argumentOf([name.value, ...found]);
    }
    return undefined;
  }

  /** Undefined for one that was searched already: the first spread is the place. */
  #fragment(name: string): SelectionSetNode | undefined {
    if (this.#seen.has(name)) return undefined;
    this.#seen.add(name);
    return this.#fragments.get(name)?.selectionSet;
  }
}

const searchIn = (operation: Operation, isWanted: (node: ValueNode) => boolean): InputPlace | undefined => {
  const { definition } = operation;
  const search = new Search(operation, isWanted);
  const argument = search.inDirectives(definition.directives);
  return argument === undefined ? search.inSelections(definition.selectionSet, []) : { path: [], argument };
};

/**
 * Returns the place that takes the value at `path` in the variable `name`; the variable itself when the operation does
 * not use it.
 */
export const placeOfVariable = (
  operation: Operation,
  { name, path }: { name: string; path: readonly (string | number)[] },
): InputPlace => {
  const found = searchIn(operation, (node) => node.kind === Kind.VARIABLE && node.name.value === name);
  return found
    ? { path: found.path, argument: argumentOf([found.argument, ...path]) }
    : { path: [], argument: argumentOf(['variables', name, ...path]) };
};

/** Returns the place that takes a literal of `document`; undefined in a fragment that no operation spreads. */
export const placeOfLiteral = (document: DocumentNode, literal: ValueNode): InputPlace | undefined => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const isWanted = (node: ValueNode) => node === literal;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const operation = { definition, fragments };
    for (const { variable, defaultValue } of definition.variableDefinitions ?? []) {
      const path = defaultValue && new Search(operation, isWanted).inValue(defaultValue);
      if (path) return placeOfVariable(operation, { name: variable.name.value, path });
    }
    const found = searchIn(operation, isWanted);
    if (found) return found;
  }
  return undefined;
};
