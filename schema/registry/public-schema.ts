import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse, print } from 'graphql';

/** What clients see of a supergraph. */
export const publicSchemaOf = (supergraph: DocumentNode): GraphQLSchema =>
  // The library changes the document that it is given: it gets its own.
  buildASTSchema(transformSupergraphToPublicSchema(parse(print(supergraph))), { assumeValidSDL: true });
