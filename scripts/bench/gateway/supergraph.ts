import { assertCompositionSuccess, composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { subgraphs } from './subgraphs/list.ts';

/** The supergraph SDL of the benchmark's subgraphs, reached at `urls` (by subgraph name). */
export function composeSupergraph(urls: Readonly<Record<string, string>>): string {
  const result = composeServices(subgraphs.map(({ name, sdl }) => ({ name, url: urls[name], typeDefs: parse(sdl) })));
  assertCompositionSuccess(result);
  return result.supergraphSdl;
}
