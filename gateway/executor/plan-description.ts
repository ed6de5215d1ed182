import type {
  FetchNode,
  FlattenNodePathSegment,
  PlanNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import {
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionNode,
} from 'graphql';

/** Entities that a fetch asks for. */
export interface PlannedEntities {
  type: string;
  /** The fields by which they are told apart, as in id organization { id }; those that are not public are left out. */
  key: string;
  /** The path in the answer, as in me.reviews, under the keys of the plan. */
  path: string;
}

/** One fetch of a plan, for people to read: it names nothing that the public schema lacks. */
export interface PlannedFetch {
  /** Position in the plan, from 1. */
  number: number;
  /** Fetches of one step are sent at the same time; from 1. */
  step: number;
  /** Numbers of the fetches that come before it. */
  after: readonly number[];
  subgraph: string;
  kind: 'query' | 'mutation' | 'subscription';
  /** Coordinates of the fields that are asked of the root, or of each entity. */
  fields: readonly string[];
  /** Empty where root fields are asked. */
  entities: readonly PlannedEntities[];
}

export interface DescriptionScope {
  /** What clients may see. */
  schema: GraphQLSchema;
  variables: Readonly<Record<string, unknown>>;
}

/** Describes plans that are run one after the other. */
export const describePlan = (nodes: readonly PlanNode[], scope: DescriptionScope): PlannedFetch[] => {
  const reader = new PlanReader(scope);
  reader.sequence(nodes, []);
  return reader.fetches;
};

type Numbers = readonly number[];

interface EntityRequest {
  requires?: readonly RequiresSelection[] | undefined;
  paths: readonly (readonly FlattenNodePathSegment[])[];
}

class PlanReader {
  readonly fetches: PlannedFetch[] = [];
  readonly #scope: DescriptionScope;

  constructor(scope: DescriptionScope) {
    this.#scope = scope;
  }

  /** @returns the fetches that are last, or those before where there are none */
  sequence(nodes: readonly PlanNode[], after: Numbers): Numbers {
    return nodes.reduce((before, node) => this.#read(node, before), after);
  }

  #read(node: PlanNode, after: Numbers): Numbers {
    switch (node.kind) {
      case 'Sequence':
        return this.sequence(node.nodes, after);
      case 'Parallel': {
        const last = [...new Set(node.nodes.flatMap((each) => this.#read(each, after)))];
        return last.length === 0 ? after : last;
      }
      case 'Condition': {
        const isMet = this.#scope.variables[node.condition] === true;
        const clause = isMet ? node.ifClause : node.elseClause;
        return clause === undefined ? after : this.#read(clause, after);
      }
      case 'Subscription':
        return this.#fetch({ ...node.primary, operationKind: 'subscription' }, [], after);
      case 'Fetch':
        return this.#fetch(node, [], after);
      case 'BatchFetch':
        return this.#fetch(node, node.entityBatch.aliases, after);
      case 'Flatten':
        if (node.node.kind !== 'Fetch') return this.#read(node.node, after);
        return this.#fetch(node.node, [{ requires: node.node.requires, paths: [node.path] }], after);
      default:
        throw new Error(`unknown node of a plan: ${JSON.stringify(node)}`);
    }
  }

  #fetch(node: AskedOperation, requests: readonly EntityRequest[], after: Numbers): Numbers {
    const number = this.fetches.length + 1;
    const steps = after.map((each) => this.fetches[each - 1]?.step ?? 0);
    this.fetches.push({
      number,
      step: 1 + Math.max(0, ...steps),
      after,
      subgraph: node.serviceName,
      kind: node.operationKind ?? 'query',
      fields: this.#fieldsOf(node.operation),
      entities: requests.flatMap((request) => this.#entitiesOf(request)),
    });
    return [number];
  }

  #entitiesOf({ requires = [], paths }: EntityRequest): PlannedEntities[] {
    const path = paths.map(pathText).join(', ');
    return requires.flatMap((selection): PlannedEntities[] => {
      if (selection.kind !== 'InlineFragment' || !this.#scope.schema.getType(selection.typeCondition)) return [];
      const { typeCondition: type, selections } = selection;
      return [{ type, key: this.#keyText(type, selections), path }];
    });
  }

  #keyText(type: string, selections: readonly RequiresSelection[]): string {
    const texts = selections.flatMap((selection): string[] => {
      if (selection.kind === 'InlineFragment') return [this.#keyText(selection.typeCondition, selection.selections)];
      if (selection.kind !== 'Field') return [];
      const field = this.#fieldOf(type, selection.name);
      if (field === undefined) return [];
      const inner = selection.selections && this.#keyText(getNamedType(field.type).name, selection.selections);
      return [inner ? `${selection.name} { ${inner} }` : selection.name];
    });
    return texts.filter((text) => text !== '').join(' ');
  }

  #fieldsOf(operation: string): string[] {
    const coordinates = parse(operation, { noLocation: true }).definitions.flatMap((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
      const root = this.#scope.schema.getRootType(definition.operation)?.name ?? '';
      return definition.selectionSet.selections.flatMap((selection) => this.#coordinatesOf(selection, root));
    });
    return [...new Set(coordinates)];
  }

  #coordinatesOf(selection: SelectionNode, type: string): string[] {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = selection.selectionSet?.selections ?? [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value ?? type;
      return inner.flatMap((each) => this.#coordinatesOf(each, condition));
    }
    const name = selection.name.value;
    if (name === '_entities') return inner.flatMap((each) => this.#coordinatesOf(each, ''));
    return this.#fieldOf(type, name) === undefined ? [] : [`${type}.${name}`];
  }

  #fieldOf(type: string, name: string) {
    const known = this.#scope.schema.getType(type);
    return isObjectType(known) || isInterfaceType(known) ? known.getFields()[name] : undefined;
  }
}

type AskedOperation = Pick<FetchNode, 'serviceName' | 'operationKind' | 'operation'>;

const pathText = (path: readonly FlattenNodePathSegment[]): string =>
  path.flatMap((segment) => (segment !== '@' && 'Field' in segment ? [segment.Field] : [])).join('.');

/** One line for a fetch: who is asked, after which others, for what. */
export const fetchText = ({ number, after, subgraph, kind, fields, entities }: PlannedFetch): string => {
  const verb = kind === 'query' ? '' : ` (${kind})`;
  const order = after.length === 0 ? '' : `, after ${after.join(' and ')}`;
  const of = entities.map(({ type, key, path }) => ` of ${type} by ${key || 'what is not public'} at ${path}`);
  return `${number}. ${subgraph}${verb}${order}: ${fields.join(', ') || 'what is not public'}${of.join(' and')}`;
};
