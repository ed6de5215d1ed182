import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, type DocumentNode, type GraphQLSchema } from 'graphql';
import { rememberedFor } from './remembered.ts';

/** What clients see of a supergraph; made once for each document. */
export const publicSchemaOf = rememberedFor(
  // The library leaves the document that it is given as it is.
  (supergraph: DocumentNode): GraphQLSchema =>
    buildASTSchema(transformSupergraphToPublicSchema(supergraph), { assumeValidSDL: true }),
);
