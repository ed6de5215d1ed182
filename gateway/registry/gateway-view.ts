import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { publicSchemaOf } from '../../schema/registry/public-schema.ts';
import type { AudienceContracts, GatewayView } from '../../schema/registry/revision.ts';
import { audiences } from '../../subgraphs/kit/audiences.ts';
import { accessFaults } from '../access-rules.ts';
import { contractFaultOf, distinctContracts } from '../contract/contracts.ts';
import { costOf, type PricedGraph, readCosts } from '../cost.ts';
import { type AudienceGraphs, readAudiences } from '../supergraph.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The points of a request that a gateway takes unless COST_LIMIT says another number. */
const COST_LIMIT = 20_000;
/** What a number without a default is taken to be, since most are sizes of pages. */
const usualNumber = 20;

/**
 * What the gateway of this repository would say of a supergraph.
 * @param variables sample variables by text of a document, for its cost; others are taken to be as usual
 */
export const gatewayView = (variables: ReadonlyMap<string, Variables>): GatewayView => {
  const known = new WeakMap<DocumentNode, PricedGraph>();
  const pricedOf = (supergraph: DocumentNode): PricedGraph => {
    const priced = known.get(supergraph) ?? { schema: publicSchemaOf(supergraph), costs: readCosts(supergraph) };
    known.set(supergraph, priced);
    return priced;
  };
  const contracts = new Map<string, AudienceContracts>();
  return {
    faultsOf: accessFaults,
    contractsOf(supergraph) {
      const found = contracts.get(supergraph) ?? contractsIn(supergraph);
      contracts.set(supergraph, found);
      return found;
    },
    costLimit: COST_LIMIT,
    costOf: (supergraph, text) => pointsOf(pricedOf(supergraph), text, variables.get(text)),
  };
};

const contractsIn = (supergraph: string): AudienceContracts => {
  try {
    return contractsOf(readAudiences(supergraph));
  } catch (error) {
    // The gateway could not serve it at all.
    return { schemas: new Map(), faults: [(error as Error).message], isUndivided: false };
  }
};

const contractsOf = (graphs: AudienceGraphs): AudienceContracts => {
  const distinct = distinctContracts(graphs);
  return {
    schemas: new Map(audiences.map((audience) => [audience, graphs[audience].schema])),
    faults: distinct.flatMap(
      ({ supergraph: { schema }, audience }) => contractFaultOf(schema, audience)?.message ?? [],
    ),
    isUndivided: distinct.length === 1,
  };
};

/** Points of the dearest operation of a valid document. */
const pointsOf = (graph: PricedGraph, text: string, given: Variables | undefined): number => {
  const { definitions } = parse(text);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return Math.max(
    ...operations.map((definition) => costOf(graph, { definition, fragments })(given ?? usualVariables(definition))),
  );
};

const usualVariables = ({ variableDefinitions = [] }: OperationDefinitionNode): Variables =>
  Object.fromEntries(
    variableDefinitions.map(({ variable, type, defaultValue }) => [
      variable.name.value,
      defaultValue ? valueFromASTUntyped(defaultValue) : isNumber(type) ? usualNumber : undefined,
    ]),
  );

const isNumber = (type: TypeNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE ? isNumber(type.type) : type.kind === Kind.NAMED_TYPE && type.name.value === 'Int';
