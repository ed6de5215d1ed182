import type { FetchNode, PlanNode } from '@graphql-hive/router-query-planner';
import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { TreeWriter } from './asked-tree.ts';
import { hasClashingFields } from './clashing-fields.ts';
import type { FetchGroup } from './fetch-group.ts';
import { FetchGroups } from './fetch-groups.ts';
import { Joins } from './joins.ts';
import { misnamesEntities } from './misnamed-entities.ts';
import { hasNeedlessPromises } from './needless-promises.ts';
import { Placement } from './placement.ts';
import { Reach } from './reach.ts';
import { RequiredKeys } from './required-keys.ts';

/** Plans any valid operation of a supergraph; slower than the native planner, and with more fetches. */
export class OwnPlanner {
  readonly #joins: Joins;
  readonly #prefix: string;

  /** @param supergraph SDL */
  constructor(supergraph: string) {
    this.#joins = new Joins(supergraph);
    let prefix = '_k';
    while (supergraph.includes(prefix)) prefix += '_';
    this.#prefix = prefix;
  }

  /**
   * @param percentage fields that move for a larger percentage have moved
   * @throws Error for an operation that it cannot plan
   */
  plan(document: DocumentNode, percentage: number): PlanNode {
    const operation = operationIn(document);
    const groups = new FetchGroups();
    const reach = new Reach(this.#joins, (label) => isMoved(label, percentage));
    const placement = new Placement({ reach, groups, keys: new RequiredKeys(`${this.#prefix}r`) });
    const left = placement.root(rootNames[operation.operation], operation.selectionSet);
    if (left.length > 0) throw new Error(`no subgraph answers ${left.map(print).join(' ')}`);
    const levels = groups.levels().map((level) => level.map((group) => this.#node(group, operation)));
    const nodes = levels.map((level): PlanNode => {
      const [only, ...others] = level;
      return only !== undefined && others.length === 0 ? only : { kind: 'Parallel', nodes: level };
    });
    const [only, ...others] = nodes;
    return only !== undefined && others.length === 0 ? only : { kind: 'Sequence', nodes };
  }

  /** Whether a plan of the native planner is one that is known to be wrong. */
  isMistaken = (plan: PlanNode, document: DocumentNode): boolean =>
    misnamesEntities(plan, this.#joins) ||
    hasClashingFields(plan, this.#joins) ||
    hasNeedlessPromises(plan, document, this.#joins);

  #node(group: FetchGroup, operation: OperationDefinitionNode): PlanNode {
    const { set, rewrites } = new TreeWriter(`${this.#prefix}t`).write(group.tree);
    const fetch: FetchNode = {
      kind: 'Fetch',
      serviceName: this.#joins.names.get(group.graph) ?? group.graph,
      ...(rewrites.length > 0 && { outputRewrites: rewrites }),
      ...operationOf(group, operation, set),
    };
    if (group.path === undefined) return { ...fetch, operationKind: operation.operation };
    const { requires, inputRewrites } = group;
    const rewritten = inputRewrites.length > 0 && { inputRewrites };
    return { kind: 'Flatten', path: [...group.path], node: { ...fetch, requires, ...rewritten } };
  }
}

/** @throws Error where fragments or conditions of fragments are not in place: it would leave them out. */
const operationIn = (document: DocumentNode): OperationDefinitionNode => {
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0)
    throw new Error('only one operation can be planned at once');
  visit(operation, {
    FragmentSpread: ({ name }) => {
      throw new Error(`the fragment ${name.value} is not in place`);
    },
    InlineFragment: ({ directives }) => {
      if (directives?.length) throw new Error('the condition of a fragment is not decided');
    },
  });
  return operation;
};

const rootNames = {
  [OperationTypeNode.QUERY]: 'Query',
  [OperationTypeNode.MUTATION]: 'Mutation',
  [OperationTypeNode.SUBSCRIPTION]: 'Subscription',
};

const isMoved = (label: string, percentage: number): boolean => {
  const [, percent] = /^percent\(([\d.]+)\)$/.exec(label) ?? [];
  return percent !== undefined && percentage < Number(percent);
};

const operationOf = (group: FetchGroup, operation: OperationDefinitionNode, set: SelectionSetNode) => {
  const used = new Set<string>();
  visit(set, { Variable: ({ name }) => void used.add(name.value) });
  const variables = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  const own = group.path === undefined ? [] : representations;
  const definition: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: group.path === undefined ? operation.operation : OperationTypeNode.QUERY,
    variableDefinitions: [...own, ...variables],
    selectionSet: group.path === undefined ? set : entitiesWith(set),
  };
  return { operation: print(definition), variableUsages: [...used] };
};

const [entityQuery] = parse(
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { a } }',
  {
    noLocation: true,
  },
).definitions as OperationDefinitionNode[];
const representations = entityQuery?.variableDefinitions ?? [];

const entitiesWith = (selectionSet: SelectionSetNode): SelectionSetNode => ({
  kind: Kind.SELECTION_SET,
  selections: (entityQuery?.selectionSet.selections ?? []).map((each) => ({ ...each, selectionSet })),
});
