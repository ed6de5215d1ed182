import type { GraphQLSchema } from 'graphql';
import { schemaOf } from '../../subgraphs/kit/assembly.ts';
import type { Feature } from '../../subgraphs/kit/feature.ts';

const built = new WeakMap<readonly Feature[], GraphQLSchema>();

/** The schema of a subgraph, built once: it takes a tenth of a second, and keeps nothing of a test. */
export const schemaFor = (features: readonly Feature[]): GraphQLSchema => {
  const schema = built.get(features) ?? schemaOf(features).schema;
  built.set(features, schema);
  return schema;
};
