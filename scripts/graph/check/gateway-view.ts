import { type DocumentNode, type FragmentDefinitionNode, Kind, parse, print } from 'graphql';
import { accessFaults } from '../../../gateway/access-rules.ts';
import { costOf, type PricedGraph } from '../../../gateway/cost.ts';
import { readSupergraph } from '../../../gateway/supergraph.ts';
import type { GatewayView } from '../../../schema/registry/revision.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The points of a request that a gateway takes unless COST_LIMIT says another number. */
const COST_LIMIT = 20_000;

/**
 * What the gateway of this repository would say of a supergraph.
 * @param variables sample variables by text of a document, for its cost
 */
export const gatewayView = (variables: ReadonlyMap<string, Variables>): GatewayView => {
  const priced = new WeakMap<DocumentNode, PricedGraph>();
  const graphOf = (supergraph: DocumentNode) => {
    const known = priced.get(supergraph) ?? readSupergraph(print(supergraph));
    priced.set(supergraph, known);
    return known;
  };
  return {
    faultsOf: accessFaults,
    costLimit: COST_LIMIT,
    costOf: (supergraph, text) => {
      const given = variables.get(text);
      return given && pointsOf(graphOf(supergraph), text, given);
    },
  };
};

/** Points of the dearest operation of a valid document. */
const pointsOf = (graph: PricedGraph, text: string, variables: Variables): number => {
  const { definitions } = parse(text);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return Math.max(...operations.map((definition) => costOf(graph, { definition, fragments })(variables)));
};
