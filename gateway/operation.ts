import {
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { conditionsIn, type Variables } from './conditions.ts';
import { leadsToHidden } from './contract/left-out.ts';
import { type CostOf, costOf } from './cost.ts';
import type { Guard } from './guard.ts';
import { createReadInputs, type ReadInputs } from './inputs.ts';
import { documentOf, fragmentsIn, isMeta, keyIn, rootKeysOf, rootPart } from './operation-parts.ts';
import { type PlanningContext, plannerOperation } from './planner-document.ts';
import { PlannerKeys, plainKeyRules } from './planner-keys.ts';
import { guardsIn, withoutDenied } from './restriction.ts';
import { type ReturnedCost, returnedCost } from './returned-cost.ts';
import { type ObjectShape, shapeOf } from './shape.ts';
import type { Supergraph } from './supergraph.ts';

/**
 * One operation of a checked document. `meta` (introspection) is answered here and the `steps` by the engine, because
 * the engine's planner answers null data to an operation that mixes both.
 */
export interface PreparedOperation {
  definition: OperationDefinitionNode;
  /** The operation with the fragments that it reaches. */
  document: DocumentNode;
  meta: DocumentNode | undefined;
  /** Steps in the order of their execution; none when nothing but introspection is asked. */
  stepsFor(variables: Variables): readonly Step[];
  /** Fields of the engine's result. */
  shape: ObjectShape;
  /** Whether its answer may hold what its audience is not shown. */
  mayHide: boolean;
  /** The client's keys at the root, in order. */
  rootKeysFor(variables: Variables): readonly string[];
  /** The guards of the fields that it selects. */
  guards: readonly Guard[];
  costOf: CostOf;
  returnedCostOf: ReturnedCost;
  readInputs: ReadInputs;
}

/**
 * What the engine is asked at once: a whole query, but one field of a mutation. The planner would send two mutation
 * fields together, and read the first one's entities when the second has changed them.
 */
export interface Step {
  shape: ObjectShape;
  /** The answer may hold what its audience is not shown. */
  mayHide: boolean;
  documentFor: DocumentFor;
}

type DocumentFor = (variables: Variables, denied: ReadonlySet<Guard> | undefined) => DocumentNode | undefined;

interface PreparationContext {
  name?: string | undefined;
  /**
   * Called when the planner is given a further document for it: one for each set of conditions and of what is denied.
   */
  onVariant?(): void;
}

/** Undefined when `name` does not select exactly one operation of `document`. */
export const prepareOperation = (
  supergraph: Supergraph,
  document: DocumentNode,
  { name, onVariant }: PreparationContext = {},
): PreparedOperation | undefined => {
  const { schema, guards, hidden } = supergraph;
  const definition = getOperationAST(document, name);
  const root = definition && schema.getRootType(definition.operation);
  if (!definition || !root) return undefined;
  const fragments = fragmentsIn(document);
  const part = (isWanted: (node: FieldNode) => boolean) => rootPart(definition, fragments, isWanted);
  const meta = part(isMeta);
  const data = meta === undefined ? definition : part((node) => !isMeta(node));
  const asked = data && documentOf(data, fragments);
  const conditions = asked && conditionsIn(asked);
  const keys = new PlannerKeys(supergraph.keyRules ?? plainKeyRules);
  const compiling = { schema, guards, keys, fragments, hidden, hasConditions: conditions !== undefined };
  const shapeIn = ({ selectionSet }: { selectionSet: SelectionSetNode }) =>
    shapeOf({ ...compiling, root, selectionSet });
  const rootKeysFor = (variables: Variables) => rootKeysOf(definition, fragments, variables);
  const mayHide = asked !== undefined && leadsToHidden(supergraph, asked);
  const stepOf = (operation: OperationDefinitionNode): Step => ({
    shape: shapeIn(operation),
    mayHide,
    documentFor: plannerDocuments(operation, compiling, { conditions, onVariant }),
  });
  const shape = shapeIn(data ?? { selectionSet: nothing });
  const rootFields = () => shape.fieldsOf('')?.fields.map(({ coordinate }) => coordinate) ?? [];
  return {
    definition,
    document: documentOf(definition, fragments),
    meta: meta && documentOf(meta, fragments),
    stepsFor: data ? stepsOf(data, { part, rootKeysFor, stepOf }) : () => [],
    shape,
    mayHide,
    rootKeysFor,
    guards: asked ? guardsIn(schema, asked, guards) : [],
    costOf: costOf(supergraph, { definition, fragments }),
    returnedCostOf: returnedCost(supergraph, { definition, fragments }),
    readInputs: createReadInputs(supergraph, { definition, fragments, rootFields }),
  };
};

const nothing: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

interface Root {
  part(isWanted: (node: FieldNode) => boolean): OperationDefinitionNode | undefined;
  rootKeysFor(variables: Variables): readonly string[];
  stepOf(operation: OperationDefinitionNode): Step;
}

/** The whole of `data`, or of a mutation one step for each key. */
const stepsOf = (data: OperationDefinitionNode, { part, rootKeysFor, stepOf }: Root): PreparedOperation['stepsFor'] => {
  if (data.operation !== OperationTypeNode.MUTATION) {
    const steps = [stepOf(data)];
    return () => steps;
  }
  const steps = new Map<string, Step>();
  const stepAt = (key: string): Step[] => {
    const known = steps.get(key);
    if (known !== undefined) return [known];
    const operation = part((node) => keyIn(node) === key && !isMeta(node));
    if (operation === undefined) return [];
    const step = stepOf(operation);
    steps.set(key, step);
    return [step];
  };
  return (variables) => rootKeysFor(variables).flatMap(stepAt);
};

/** Each is a document and a plan that no limit of the cache of documents counts. */
const maximumVariants = 16;

/**
 * What the planner is given of `operation`, without what is denied; undefined when nothing is left to ask. Plans are
 * cached by document, so equal requests share one: a variant depends on what the caller lacks, and holds nothing of the
 * caller.
 */
const plannerDocuments = (
  operation: OperationDefinitionNode,
  compiling: Omit<PlanningContext, 'variables'>,
  { conditions = [], onVariant }: Pick<PreparationContext, 'onVariant'> & { conditions: readonly string[] | undefined },
): DocumentFor => {
  const variants = new Map<string, DocumentNode | undefined>();
  const variant: DocumentFor = (variables, denied) => {
    const document = documentWith(plannerOperation(operation, { ...compiling, variables }));
    return asked(denied ? withoutDenied(document, { ...compiling, denied }) : document);
  };
  return (variables, denied) => {
    const decided = conditions.map((name) => Number(variables[name] === true)).join('');
    const key = denied ? `${decided} ${[...denied].map(({ coordinate }) => coordinate).join()}` : decided;
    if (variants.has(key)) return variants.get(key);
    const document = variant(variables, denied);
    if (variants.size > 0) onVariant?.();
    variants.set(key, document);
    const [oldest] = variants.keys();
    if (variants.size > maximumVariants && oldest !== undefined) variants.delete(oldest);
    return document;
  };
};

const documentWith = (operation: OperationDefinitionNode): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions: [operation],
});

/** Undefined when nothing is left but the `__typename` of an emptied selection set. */
const asked = (document: DocumentNode): DocumentNode | undefined =>
  document.definitions.some(
    (node) =>
      node.kind === Kind.OPERATION_DEFINITION &&
      node.selectionSet.selections.some((each) => each.kind !== Kind.FIELD || !isMeta(each)),
  )
    ? document
    : undefined;
