import { GraphQLSchema, validateSchema } from 'graphql';
import { type Audience, audiences } from '../../subgraphs/kit/audiences.ts';
import type { AudienceGraphs } from '../supergraph.ts';

/** Why an audience could not be served: what it would be shown is no schema. */
export const contractFaultOf = (schema: GraphQLSchema, audience: Audience | undefined): Error | undefined => {
  const [fault] = validateSchema(new GraphQLSchema({ ...schema.toConfig(), assumeValid: false }));
  if (!fault) return undefined;
  return audience ? new Error(`what ${audience} is shown is no schema: ${fault.message}`) : fault;
};

/** What is shown to each audience, once for those who are shown the same. */
export const distinctContracts = (graphs: AudienceGraphs) => {
  const distinct = [...new Set(audiences.map((audience) => graphs[audience]))];
  return distinct.map((supergraph) => ({
    supergraph,
    audience: distinct.length > 1 ? audiences.find((each) => graphs[each] === supergraph) : undefined,
  }));
};
