import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import type { CheckRevision } from './check.ts';
import type { Candidate, Subgraph } from './revision.ts';

/** SDL of the supergraph, or what keeps the subgraphs apart. */
export type Composition = { supergraph: string } | { faults: string[] };

/**
 * Composes subgraphs whose SDLs parse. The same subgraphs in the same order always give the same text, so that whoever
 * composes again can compare its hash.
 */
export const composeSubgraphs = (subgraphs: readonly Omit<Subgraph, 'organization'>[]): Composition => {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, sdl, address }) => ({ name, url: address, typeDefs: parse(sdl) })),
  );
  return supergraphSdl
    ? { supergraph: `${supergraphSdl.trim()}\n` }
    : { faults: (errors ?? []).map(({ message }) => message) };
};

/** What would be live with the candidate: in the place of its live revision, or behind all others. */
export const withCandidate = (live: readonly Subgraph[], candidate: Candidate): Subgraph[] =>
  live.some(({ name }) => name === candidate.name)
    ? live.map((each) => (each.name === candidate.name ? candidate : each))
    : [...live, candidate];

/** Checks nothing but that the subgraphs compose. */
export const checkComposition: CheckRevision = async ({ live, candidate }) => {
  const composed = composeSubgraphs(withCandidate(live, candidate));
  if ('supergraph' in composed) return { findings: [], supergraph: composed.supergraph };
  const place = { coordinate: '', line: 1, column: 1 };
  const findings = composed.faults.map((message) => ({
    ...place,
    rule: 'composition',
    severity: 'ERROR' as const,
    code: 'NOT_COMPOSABLE',
    message,
  }));
  return { findings };
};
