import { CriticalityLevel, type Change as Difference, diff } from '@graphql-inspector/core';
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { publicSchemaOf } from './public-schema.ts';

/** A supergraph, and its document. */
interface ReadGraph {
  sdl: string;
  document: DocumentNode;
}

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

/** Compares what clients see of two supergraphs, in the words of the library. */
export const differencesBetween = async (before: ReadGraph, after: ReadGraph): Promise<Difference[]> => {
  if (before.sdl === after.sdl) return [];
  return diff(publicSchemaOf(before.document), publicSchemaOf(after.document));
};

/** Compares what clients see of two supergraphs. */
export const changesBetween = async (before: ReadGraph, after: ReadGraph): Promise<Change[]> =>
  summaryOf(await differencesBetween(before, after));

export const summaryOf = (found: readonly Difference[]): Change[] =>
  found
    .map(({ criticality, path = '', message }) => ({ kind: kinds[criticality.level], coordinate: path, message }))
    .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))
    .slice(0, MOST);

/** Compares two SDLs of one subgraph, its own part of the graph alone. @throws GraphQLError where one is none */
export const changesOfSdl = async (before: string, after: string): Promise<Change[]> =>
  summaryOf(await diff(partialSchemaOf(before), partialSchemaOf(after)));

// Directives and types of others may be unknown here: composition says what is missing.
const partialSchemaOf = (sdl: string): GraphQLSchema =>
  buildASTSchema(parse(sdl), { assumeValidSDL: true, assumeValid: true });
