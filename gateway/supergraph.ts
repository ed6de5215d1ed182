import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { type Bulk, readBulk } from './bulk.ts';
import { type Costs, readCosts } from './cost.ts';
import { type Guards, readGuards } from './guard.ts';
import { type KeyRules, readKeyRules } from './planner-keys.ts';

/** What the gateway knows of the graph. */
export interface Supergraph {
  /** What clients may see: without the federation machinery. */
  schema: GraphQLSchema;
  guards: Guards;
  costs: Costs;
  bulk: Bulk;
  keyRules?: KeyRules;
}

export const readSupergraph = (sdl: string): Supergraph => {
  const document = parse(sdl, { noLocation: true });
  const publicDocument = transformSupergraphToPublicSchema(document);
  return {
    schema: buildASTSchema(publicDocument, { assumeValid: true, assumeValidSDL: true }),
    guards: readGuards(document),
    costs: readCosts(document),
    bulk: readBulk(document),
    keyRules: readKeyRules(document),
  };
};
