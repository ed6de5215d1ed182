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
import { rememberedFor } from '../../schema/registry/remembered.ts';
import type { GatewayView } from '../../schema/registry/revision.ts';
import { accessFaults } from '../access-rules.ts';
import { costOf, type PricedGraph, readCosts } from '../cost.ts';
import { contractsOf } from './contract-view.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The points of a request that a gateway takes unless COST_LIMIT says another number. */
const COST_LIMIT = 20_000;
/** What a number without a default is taken to be, since most are sizes of pages. */
const usualNumber = 20;

/**
 * What the gateway of this repository would say of a supergraph.
 * @param variables sample variables by text of a document, for its cost; others are taken to be as usual
 */
export const gatewayView = (variables: ReadonlyMap<string, Variables>): GatewayView => ({
  faultsOf: accessFaults,
  contractsOf,
  costLimit: COST_LIMIT,
  costOf: (supergraph, text) => pointsOf(pricedOf(supergraph), text, variables.get(text)),
});

const pricedOf = rememberedFor(
  (supergraph: DocumentNode): PricedGraph => ({ schema: publicSchemaOf(supergraph), costs: readCosts(supergraph) }),
);

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
