import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What a call asks at one place of its answer, all fragments taken together. */
export interface Selection {
  /** Selections keyed by response key; null stands for a leaf. */
  readonly fields: Map<string, Selection | null>;
  /** Concrete types that can stand here. */
  readonly typenames: Set<string>;
}

/** A root field of a call; of entity fetches also the fields asked of each entity and the variable with their keys. */
export interface OwedField {
  key: string;
  /** @skip or @include may leave it out. */
  isOptional: boolean;
  entities?: { variable: string; fields: string[] };
}

/** What a call asks: compiled once for each document of a plan. */
export interface Fetch {
  readonly selection: Selection;
  readonly owed: readonly OwedField[];
}

interface Scope {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

const fetches = new WeakMap<DocumentNode, Fetch>();

export const fetchOf = ({ document, schema }: { document: DocumentNode; schema: GraphQLSchema }): Fetch => {
  let fetch = fetches.get(document);
  if (fetch === undefined) {
    fetch = compile(document, schema);
    fetches.set(document, fetch);
  }
  return fetch;
};

const compile = (document: DocumentNode, schema: GraphQLSchema): Fetch => {
  const selection = emptySelection();
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    else if (node.kind === Kind.OPERATION_DEFINITION) operation = node;
  }
  if (operation === undefined) return { selection, owed: [] };
  add(selection, operation.selectionSet, { schema, fragments, type: schema.getRootType(operation.operation) });
  return { selection, owed: owedFields(operation, selection) };
};

const emptySelection = (): Selection => ({ fields: new Map(), typenames: new Set() });

type Place = Scope & { type: GraphQLNamedType | null | undefined };

const add = (into: Selection, set: SelectionSetNode, place: Place): void => {
  const { schema, fragments, type } = place;
  for (const name of typenamesOf(schema, type)) into.typenames.add(name);
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD) {
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value;
      add(into, fragment.selectionSet, { ...place, type: condition === undefined ? type : schema.getType(condition) });
      continue;
    }
    const key = selection.alias?.value ?? selection.name.value;
    if (!selection.selectionSet) {
      into.fields.set(key, null);
      continue;
    }
    const below = into.fields.get(key) ?? emptySelection();
    into.fields.set(key, below);
    add(below, selection.selectionSet, { ...place, type: fieldType(type, selection.name.value) });
  }
};

const fieldType = (type: Place['type'], name: string) => {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  return field && getNamedType(field.type);
};

/** An interface stands for itself, too: a subgraph may know it as an object (@interfaceObject). */
const typenamesOf = (schema: GraphQLSchema, type: Place['type']): string[] => {
  if (!type) return [];
  return isAbstractType(type) ? [type.name, ...schema.getPossibleTypes(type).map(({ name }) => name)] : [type.name];
};

const owedFields = ({ selectionSet }: OperationDefinitionNode, { fields }: Selection): OwedField[] =>
  selectionSet.selections.flatMap((selection): OwedField[] => {
    if (selection.kind !== Kind.FIELD) return [];
    const key = selection.alias?.value ?? selection.name.value;
    const isOptional = (selection.directives?.length ?? 0) > 0;
    if (selection.name.value !== '_entities') return [{ key, isOptional }];
    const value = selection.arguments?.[0]?.value;
    const variable = value?.kind === Kind.VARIABLE ? value.name.value : 'representations';
    const asked = [...(fields.get(key)?.fields.keys() ?? [])].filter((each) => each !== '__typename');
    return [{ key, isOptional, entities: { variable, fields: asked } }];
  });
