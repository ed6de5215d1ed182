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
  return sorted(await diff(publicSchemaOf(before), publicSchemaOf(after)));
};

const sorted = (found: Awaited<ReturnType<typeof diff>>): Change[] =>
  found
    .map(({ criticality, path = '', message }) => ({ kind: kinds[criticality.level], coordinate: path, message }))
    .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
    .slice(0, MOST);

/** Compares two SDLs of one subgraph, its own part of the graph alone. @throws GraphQLError where one is none */
export const changesOfSdl = async (before: string, after: string): Promise<Change[]> =>
  sorted(await diff(partialSchemaOf(before), partialSchemaOf(after)));

// Directives and types of others may be unknown here: composition says what is missing.
const partialSchemaOf = (sdl: string): GraphQLSchema =>
  buildASTSchema(parse(sdl), { assumeValidSDL: true, assumeValid: true });
