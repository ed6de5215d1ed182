import { GraphQLError, parse } from 'graphql';
import { isBroken } from '../../kit/broken-text.ts';
import { refusals } from './revision.refusal.ts';

export const MOST_SDL_BYTES = 1_048_576;
const MOST_NUMBER = 1_000_000_000;
/** Our largest has 12,000. */
const MOST_TOKENS = 300_000;

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What a publisher states, before anybody looks at the database. */
export interface StatedPlace {
  subgraph: string;
  number: number;
}

/** @throws Refusal SUBGRAPH_NAME_MALFORMED, REVISION_NUMBER_WRONG */
export const checkPlace = ({ subgraph, number }: StatedPlace): void => {
  if (subgraph.length > 63 || !NAME.test(subgraph)) throw refusals.subgraph();
  if (number < 1 || number > MOST_NUMBER) throw refusals.number(1);
};

/** @throws Refusal ADDRESS_MALFORMED */
export const checkAddress = (address: string): void => {
  const url = address.length <= 2_048 && !/\s/.test(address) && !isBroken(address) ? URL.parse(address) : null;
  const isPlain = url && !url.username && !url.password && !url.search && !url.hash;
  if (!isPlain || !['http:', 'https:'].includes(url.protocol)) throw refusals.address();
};

/** @throws Refusal SDL_SIZE_OUT_OF_RANGE, SDL_MALFORMED */
export const checkSdl = (sdl: string): void => {
  const bytes = Buffer.byteLength(sdl);
  if (bytes < 1 || bytes > MOST_SDL_BYTES) throw refusals.sdlSize(MOST_SDL_BYTES);
  if (isBroken(sdl)) throw refusals.sdl(1, 1);
  try {
    parse(sdl, { maxTokens: MOST_TOKENS });
  } catch (error) {
    const [place] = error instanceof GraphQLError ? (error.locations ?? []) : [];
    throw refusals.sdl(place?.line ?? 1, place?.column ?? 1);
  }
};
