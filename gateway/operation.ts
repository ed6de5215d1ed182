import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type CostOf, costOf } from './cost.ts';
import type { Guard } from './guard.ts';
import { createReadInputs, type ReadInputs } from './inputs.ts';
import { guardsIn, withoutDenied } from './restriction.ts';
import { dependsOnType, type ObjectShape, shapeOf } from './shape.ts';
import type { Supergraph } from './supergraph.ts';

/**
 * One operation of a checked document. `meta` (introspection) is answered here and `data` by the engine, because the
 * engine's planner answers null data to an operation that mixes both.
 */
export interface PreparedOperation {
  definition: OperationDefinitionNode;
  data: DocumentNode | undefined;
  meta: DocumentNode | undefined;
  shape: ObjectShape;
  /** The guards of the fields that it selects. */
  guards: readonly Guard[];
  /** `data` without the fields behind `denied`; undefined when nothing is left to ask. */
  dataWithout(denied: ReadonlySet<Guard>): DocumentNode | undefined;
  costOf: CostOf;
  readInputs: ReadInputs;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const metaFields = new Set(['__schema', '__type', '__typename']);

/** Undefined when `name` does not select exactly one operation of `document`. */
export const prepareOperation = (
  supergraph: Supergraph,
  document: DocumentNode,
  name: string | undefined,
): PreparedOperation | undefined => {
  const { schema, guards } = supergraph;
  const definition = getOperationAST(document, name);
  const root = definition && schema.getRootType(definition.operation);
  if (!definition || !root) return undefined;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const meta = rootPart(definition.selectionSet, fragments, true);
  const data = meta.length === 0 ? undefined : rootPart(definition.selectionSet, fragments, false);
  const dataOperation = data === undefined ? definition : withSelections(definition, data);
  const shape = shapeOf({ schema, guards, fragments, root, selectionSet: dataOperation.selectionSet });
  const rootFields = () => shape.fieldsOf('')?.map(({ coordinate }) => coordinate) ?? [];
  const asked = data?.length === 0 ? undefined : documentOf(dataOperation, fragments);
  return {
    definition,
    meta: meta.length === 0 ? undefined : documentOf(withSelections(definition, meta), fragments),
    data: asked && withTypenames(supergraph, asked),
    shape,
    guards: asked ? guardsIn(schema, asked, guards) : [],
    dataWithout: asked ? restrictable(supergraph, asked) : () => undefined,
    costOf: costOf(supergraph, { definition, fragments }),
    readInputs: createReadInputs(supergraph, { definition, fragments, rootFields }),
  };
};

const maximumVariants = 32;

/**
 * Plans are cached by document, so equal restrictions share one. What a caller lacks is all that a variant depends on:
 * it holds nothing of the caller.
 */
const restrictable = (supergraph: Supergraph, document: DocumentNode) => {
  const variants = new Map<string, DocumentNode | undefined>();
  return (denied: ReadonlySet<Guard>): DocumentNode | undefined => {
    const key = [...denied].map(({ coordinate }) => coordinate).join();
    if (variants.has(key)) return variants.get(key);
    const left = withoutDenied(document, { ...supergraph, denied });
    const variant = asksAnything(left) ? withTypenames(supergraph, left) : undefined;
    if (variants.size >= maximumVariants) variants.clear();
    variants.set(key, variant);
    return variant;
  };
};

const asksAnything = ({ definitions }: DocumentNode) => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && rootPart(node.selectionSet, fragments, false).length > 0,
  );
};

/** The root selections that are introspection (`isMeta`) or that are not, fragments in place. */
const rootPart = (set: SelectionSetNode, fragments: Fragments, isMeta: boolean): SelectionNode[] =>
  set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return metaFields.has(selection.name.value) === isMeta ? [selection] : [];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const selections = fragment ? rootPart(fragment.selectionSet, fragments, isMeta) : [];
    if (selections.length === 0) return [];
    const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
    const { typeCondition } = fragment ?? {};
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, directives: selection.directives, selectionSet }];
  });

const withSelections = (
  definition: OperationDefinitionNode,
  selections: readonly SelectionNode[],
): OperationDefinitionNode => ({ ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections } });

/** The operation with the fragments that it reaches. */
const documentOf = (operation: OperationDefinitionNode, fragments: Fragments): DocumentNode => {
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

const typenameField: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Asks for `__typename` where the answer depends on it: completion needs the concrete type, and removes it again. */
const withTypenames = ({ schema, guards }: Supergraph, document: DocumentNode): DocumentNode => {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet(set) {
        const type = types.getParentType();
        if (!type || !dependsOnType(set, { type, guards })) return undefined;
        return { ...set, selections: [...set.selections, typenameField] };
      },
    }),
  );
};
