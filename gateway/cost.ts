import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** `@cost` and `@listSize` of one field. */
interface FieldCost {
  weight: number | undefined;
  list: ListSize | undefined;
}

export interface ListSize {
  assumedSize: number | undefined;
  slicingArguments: readonly string[];
  /** Fields of the returned object that the slicing arguments size; empty when they size the field itself. */
  sizedFields: readonly string[];
}

export interface Costs {
  /** Prices keyed by coordinate, as in `Query.waves`. */
  fields: ReadonlyMap<string, FieldCost>;
  /** `@cost` of types. */
  types: ReadonlyMap<string, number>;
}

/** A graph with prices. */
export interface PricedGraph {
  schema: GraphQLSchema;
  costs: Costs;
}

type Variables = Readonly<Record<string, unknown>>;
/** Points of one operation with these variables: an upper bound, skipped fields and all fragments included. */
export type CostOf = (variables: Variables) => number;

/** How long a list is taken to be that says nothing about it. */
const unknownLength = 10;
export const mutationWeight = 10;
export const introspectionWeight = 50;

/** Points of each value of a type where its field says nothing: 1 for an object, 0 for a leaf. */
export const weightOfType = ({ types }: Costs, type: GraphQLNamedOutputType): number =>
  types.get(type.name) ?? (isLeafType(type) ? 0 : 1);

export const readCosts = (supergraph: DocumentNode): Costs => {
  const fields = new Map<string, FieldCost>();
  const types = new Map<string, number>();
  for (const node of supergraph.definitions) {
    if (!('name' in node) || node.name === undefined) continue;
    const name = node.name.value;
    const weight = weightOf(node.directives);
    if (weight !== undefined) types.set(name, weight);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of node.fields ?? []) {
      const cost = fieldCostOf(field);
      if ((cost.weight ?? cost.list) !== undefined) fields.set(`${name}.${field.name.value}`, cost);
    }
  }
  return { fields, types };
};

const fieldCostOf = ({ directives }: FieldDefinitionNode): FieldCost => ({
  weight: weightOf(directives),
  list: listSizeOf(directives),
});

const argumentOf = (directives: readonly unknown[] | undefined, [name, argument]: [string, string]) => {
  const directive = (directives as readonly ConstDirectiveNode[] | undefined)?.find((each) => each.name.value === name);
  return directive?.arguments?.find((each) => each.name.value === argument)?.value;
};

const weightOf = (directives: readonly unknown[] | undefined) => numberOf(argumentOf(directives, ['cost', 'weight']));

export const listSizeOf = (directives: readonly ConstDirectiveNode[] | undefined): ListSize | undefined => {
  if (!directives?.some(({ name }) => name.value === 'listSize')) return undefined;
  return {
    assumedSize: numberOf(argumentOf(directives, ['listSize', 'assumedSize'])),
    slicingArguments: textsOf(argumentOf(directives, ['listSize', 'slicingArguments'])),
    sizedFields: textsOf(argumentOf(directives, ['listSize', 'sizedFields'])),
  };
};

const numberOf = (value: ValueNode | undefined) => {
  const number = value?.kind === Kind.INT || value?.kind === Kind.STRING ? Number(value.value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
};

const textsOf = (value: ValueNode | undefined): string[] =>
  value?.kind === Kind.LIST ? value.values.flatMap((each) => (each.kind === Kind.STRING ? [each.value] : [])) : [];

/**
 * Compiles an operation's cost: 1 for each object, 0 for each leaf, or the `@cost` of field or type; lists multiply
 * what is in them by their size.
 */
export const costOf = (
  supergraph: PricedGraph,
  operation: { definition: OperationDefinitionNode; fragments: ReadonlyMap<string, FragmentDefinitionNode> },
): CostOf => {
  let compiled: CostOf | undefined;
  return (variables) => {
    compiled ??= new Compilation(supergraph, operation.fragments).operation(operation.definition);
    return compiled(variables);
  };
};

/** Which fields of the parent are sized by the parent's own slicing arguments, and how. */
interface ListField {
  fields: readonly string[];
  size: CostOf;
}

class Compilation {
  readonly #supergraph: PricedGraph;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(supergraph: PricedGraph, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#supergraph = supergraph;
    this.#fragments = fragments;
  }

  operation({ operation, selectionSet }: OperationDefinitionNode): CostOf {
    const root = this.#supergraph.schema.getRootType(operation);
    const inner = root ? this.#selections(selectionSet, root) : () => 0;
    const own = operation === 'mutation' ? mutationWeight : 0;
    return (variables) => own + inner(variables);
  }

  #selections(set: SelectionSetNode, type: GraphQLNamedOutputType, sized?: ListField): CostOf {
    const parts = set.selections.map((selection): CostOf => {
      if (selection.kind === Kind.FIELD) return this.#field(selection, type, sized);
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      const on = condition === undefined ? type : this.#supergraph.schema.getType(condition);
      if (fragment === undefined || on === undefined) return () => 0;
      return this.#selections(fragment.selectionSet, on as GraphQLNamedOutputType, sized);
    });
    return (variables) => parts.reduce((sum, part) => sum + part(variables), 0);
  }

  #field(node: FieldNode, parent: GraphQLNamedOutputType, sized: ListField | undefined): CostOf {
    const name = node.name.value;
    if (name.startsWith('__')) return () => (name === '__typename' ? 0 : introspectionWeight);
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (field === undefined) return () => 0;
    const { weight, list } = this.#supergraph.costs.fields.get(`${parent.name}.${name}`) ?? {};
    const type = getNamedType(field.type);
    const size = list && sizeOf(list, node, field);
    const inSized = size && list.sizedFields.length > 0 ? { fields: list.sizedFields, size } : undefined;
    const inner = node.selectionSet ? this.#selections(node.selectionSet, type, inSized) : () => 0;
    const own = weight ?? weightOfType(this.#supergraph.costs, type);
    if (!isList(field.type)) return (variables) => own + inner(variables);
    const ownSize = inSized ? undefined : size;
    const length = (sized?.fields.includes(name) ? sized.size : ownSize) ?? (() => unknownLength);
    return (variables) => length(variables) * (own + inner(variables));
  }
}

const isList = (type: GraphQLOutputType): boolean => (isNonNullType(type) ? isList(type.ofType) : isListType(type));

/** The largest slicing argument that is given, by literal, variable or default; else the assumed size. */
const sizeOf = (list: ListSize, node: FieldNode, field: GraphQLField<unknown, unknown>): CostOf => {
  const given = slicedSizeOf(list, node, field);
  return (variables) => given(variables) ?? Math.max(0, list.assumedSize ?? unknownLength);
};

/** The largest slicing argument that is given, by literal, variable or default. */
export const slicedSizeOf = (
  { slicingArguments }: ListSize,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
): ((variables: Variables) => number | undefined) => {
  const given = slicingArguments.map((name): ((variables: Variables) => unknown) => {
    const value = node.arguments?.find((each) => each.name.value === name)?.value;
    const fallback = field.args.find((each) => each.name === name)?.defaultValue;
    if (value?.kind === Kind.VARIABLE) return (variables) => variables[value.name.value] ?? fallback;
    const literal = numberOf(value) ?? fallback;
    return () => literal;
  });
  return (variables) => {
    const sizes = given.map((read) => read(variables)).filter((size) => typeof size === 'number');
    return sizes.length > 0 ? Math.max(0, ...sizes) : undefined;
  };
};
