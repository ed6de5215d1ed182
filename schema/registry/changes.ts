import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';

/** What clients of the graph see of a revision. */
export interface Change {
  kind: 'BREAKING' | 'DANGEROUS' | 'SAFE';
  /** Schema coordinate. */
  coordinate: string;
  /** For people. */
  message: string;
}

/** Changes of one revision that are kept, the breaking ones first. */
const MOST = 200;

const kinds = {
  [CriticalityLevel.Breaking]: 'BREAKING',
  [CriticalityLevel.Dangerous]: 'DANGEROUS',
  [CriticalityLevel.NonBreaking]: 'SAFE',
} as const;

const order = ['BREAKING', 'DANGEROUS', 'SAFE'];

const publicSchemaOf = (supergraph: string): GraphQLSchema =>
  buildASTSchema(transformSupergraphToPublicSchema(parse(supergraph)), { assumeValidSDL: true });

/** Compares what clients see of two supergraphs, given as SDL. */
export const changesBetween = async (before: string, after: string): Promise<Change[]> => {
  if (before === after) return [];
  const found = await diff(publicSchemaOf(before), publicSchemaOf(after));
  return found
    .map(({ criticality, path = '', message }) => ({ kind: kinds[criticality.level], coordinate: path, message }))
    .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
    .slice(0, MOST);
};
