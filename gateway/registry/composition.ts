import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { accessFaults } from '../access-rules.ts';
import { linkFaults } from './link-rule.ts';

interface Service {
  name: string;
  sdl: string;
  url: string;
}

const listed = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join('\n');

/**
 * The supergraph of these subgraphs, as SDL.
 * @throws Error that names each fault, when they do not compose or when nobody would enforce what they demand.
 */
export const composeSupergraph = (services: readonly Service[]): string => {
  const faults = services.flatMap(({ name, sdl }) => linkFaults(sdl).map((fault) => `${name} ${fault}`));
  if (faults.length > 0) throw new Error(`the SDL is refused:\n${listed(faults)}`);
  const { supergraphSdl, errors } = composeServices(
    services.map(({ name, sdl, url }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl)
    throw new Error(`the subgraphs do not compose:\n${listed((errors ?? []).map(({ message }) => message))}`);
  const unenforced = accessFaults(parse(supergraphSdl));
  if (unenforced.length > 0) throw new Error(`the supergraph is refused:\n${listed(unenforced)}`);
  return `${supergraphSdl.trim()}\n`;
};
