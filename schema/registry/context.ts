import { termsOf } from './grant.ts';
import { type LivePart, Owners } from './owners.ts';
import type { Permits } from './permits.ts';
import { remembered } from './remembered.ts';
import type { CheckInput } from './revision.ts';
import type { RuleContext } from './rule.ts';
import { wordOf } from './rules/publisher.rule.ts';
import { readPart, type SchemaPart } from './sdl/part.ts';

/** Live subgraphs whose SDL is kept read. */
const MOST_LIVE = 100;

const readLivePart = remembered(readPart, MOST_LIVE);

/** Reads what is live, and whose it is; the first word of an organisation without a recorded one is its subgraph's name. */
export const contextOf = (input: CheckInput, part: SchemaPart, permits: Permits): RuleContext => {
  const { live, candidate, ownership } = input;
  const liveParts = live.map((each): LivePart => ({ ...each, part: readLivePart(each.sdl) }));
  const prefixes = { [candidate.organization]: [wordOf(candidate.name)], ...ownership.prefixes };
  const owners = new Owners({ ...ownership, prefixes }, liveParts);
  const before = liveParts.find(({ name }) => name === candidate.name);
  const terms = [...input.terms, ...input.grants.flatMap(termsOf)];
  return { ...input, terms, part, before, liveParts, owners, permits };
};
