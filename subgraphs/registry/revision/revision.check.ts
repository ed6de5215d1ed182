import { GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import { isBroken } from '../../kit/broken-text.ts';
import { Refusal } from '../../kit/refusal.ts';
import { refusals } from './revision.refusal.ts';

export const MOST_SDL_BYTES = 1_048_576;
const MOST_NUMBER = 1_000_000_000;
/** Our largest has 12,000. */
const MOST_TOKENS = 300_000;
/** Our largest has 200. */
export const MOST_TYPES = 2_000;
/** Our largest has 3,000. */
export const MOST_LINES = 50_000;
/** Composition recurses as deep as brackets go; our deepest has five. */
const DEEPEST = 32;

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

/** @throws Refusal SDL_SIZE_OUT_OF_RANGE, SDL_LINES_OUT_OF_RANGE, SDL_TYPES_OUT_OF_RANGE, SDL_MALFORMED */
export const checkSdl = (sdl: string): void => {
  const bytes = Buffer.byteLength(sdl);
  if (bytes < 1 || bytes > MOST_SDL_BYTES) throw refusals.sdlSize(MOST_SDL_BYTES);
  if (sdl.split('\n', MOST_LINES + 1).length > MOST_LINES) throw refusals.sdlLines(MOST_LINES);
  if (isBroken(sdl)) throw refusals.sdl(1, 1);
  const types = definitionsIn(sdl);
  if (types > MOST_TYPES) throw refusals.sdlTypes(MOST_TYPES);
};

const definitionsIn = (sdl: string): number => {
  try {
    checkDepth(sdl);
    return parse(sdl, { maxTokens: MOST_TOKENS }).definitions.length;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const [place] = error instanceof GraphQLError ? (error.locations ?? []) : [];
    throw refusals.sdl(place?.line ?? 1, place?.column ?? 1);
  }
};

/** The parser recurses with each bracket, and its stack ends before its tokens do. */
const checkDepth = (sdl: string): void => {
  let depth = 0;
  const lexer = new Lexer(new Source(sdl));
  for (let tokens = 0; tokens <= MOST_TOKENS; tokens += 1) {
    const { kind, line, column } = lexer.advance();
    if (kind === TokenKind.EOF) return;
    if (opening.has(kind)) depth += 1;
    else if (closing.has(kind)) depth -= 1;
    if (depth > DEEPEST) throw refusals.sdl(line, column);
  }
};

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);
