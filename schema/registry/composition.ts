import { composeServices } from '@theguild/federation-composition';
import { type DocumentNode, parse } from 'graphql';
import { remembered } from './remembered.ts';
import type { Subgraph } from './revision.ts';

/** A graph composed of subgraphs. */
export interface Supergraph {
  sdl: string;
  document: DocumentNode;
}

export interface CompositionError {
  code: string;
  message: string;
  /** The subgraph at fault, where there is one. */
  subgraph?: string;
}

/** A supergraph, or why there is none. */
export interface Composition {
  supergraph?: Supergraph;
  errors: readonly CompositionError[];
}

export const compose = (subgraphs: readonly Pick<Subgraph, 'name' | 'address' | 'sdl'>[]): Composition => {
  try {
    // The library changes the documents that it is given: it gets its own.
    const services = subgraphs.map(({ name, address, sdl }) => ({ name, url: address, typeDefs: parse(sdl) }));
    const { supergraphSdl, errors = [] } = composeServices(services);
    if (supergraphSdl) return { errors: [], supergraph: readSupergraph(`${supergraphSdl.trim()}\n`) };
    return {
      errors: errors.map(({ message, extensions: { code, subgraphName } }) => ({
        code: String(code ?? 'INVALID_GRAPHQL'),
        message,
        ...(typeof subgraphName === 'string' && { subgraph: subgraphName }),
      })),
    };
  } catch (error) {
    // What the library cannot take is a fault of the SDL: the live subgraphs have been composed before.
    return { errors: [{ code: 'COMPOSITION_FAILED', message: String(error) }] };
  }
};

export const readSupergraph = (sdl: string): Supergraph => ({ sdl, document: parse(sdl) });

/** What is live, and what was live before or will be next: each takes much memory. */
const MOST_LIVE = 2;

/** Reads the supergraph of what is live, once for each of the last ones. */
export const readLiveSupergraph = remembered(readSupergraph, MOST_LIVE);

const composeText = remembered((text) => compose(JSON.parse(text)), MOST_LIVE);

/** Composes what is live, once for each of the last sets of subgraphs. */
export const composeKnown = (subgraphs: readonly Subgraph[]): Composition =>
  composeText(JSON.stringify(subgraphs.map(({ name, address, sdl }) => ({ name, address, sdl }))));
