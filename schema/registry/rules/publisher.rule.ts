import type { Finding } from '../finding.ts';
import { beginsWithWord } from '../owners.ts';
import { findingAt, type Rule, type RuleContext } from '../rule.ts';
import { rootTypes } from '../sdl/part.ts';

const rule = 'publisher';

/** Keeps a subgraph to the organisation that published it first, and new ones from names that others' elements have. */
export const publisherRule: Rule = (context) => {
  const { candidate, owners } = context;
  const owner = owners.ofSubgraph(candidate.name);
  if (owner === candidate.organization) return [];
  const at = (code: string, message: string, other?: string): Finding =>
    findingAt(undefined, { rule, code, message, coordinate: '', ...(other !== undefined && { owner: other }) });
  if (owner !== undefined) {
    return [at('SUBGRAPH_OF_ANOTHER', `${candidate.name} is a subgraph of ${owner}`, owner)];
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(candidate.name)) {
    return [at('SUBGRAPH_NAME', `${candidate.name} is no name of a subgraph: use lower-case words with hyphens`)];
  }
  const holder = nameHolder(context);
  if (holder === undefined) return [];
  const message = `the name ${candidate.name} meets ${holder.name}, which belongs to ${holder.owner}: choose another name`;
  return [at('SUBGRAPH_NAME_IN_USE', message, holder.owner)];
};

/** A root field, a prefix or a type of another that begins with the new subgraph's name, or a prefix within that. */
const nameHolder = ({ candidate, owners, liveParts }: RuleContext) => {
  const word = wordOf(candidate.name);
  const isOther = (owner: string | undefined) => owner !== undefined && owner !== candidate.organization;
  const roots = liveParts.flatMap(({ part }) =>
    [...rootTypes].flatMap((root) =>
      (part.types.get(root)?.fields ?? []).map(({ name }) => ({
        name: `${root}.${name.value}`,
        word: name.value,
        owner: owners.ofField(root, name.value),
      })),
    ),
  );
  const types = liveParts.flatMap(({ part }) =>
    [...part.types.keys()].map((name) => ({ name, word: name, owner: owners.ofType(name) })),
  );
  const prefixes = Object.entries(owners.record.prefixes).flatMap(([owner, words]) =>
    words.map((each) => ({ name: `the prefix ${each}`, word: each, owner })),
  );
  const within = prefixes.find((each) => isOther(each.owner) && beginsWithWord(word, each.word));
  return (
    within ?? [...prefixes, ...roots, ...types].find((each) => isOther(each.owner) && beginsWithWord(each.word, word))
  );
};

/** The first word of the root fields of a new subgraph. */
export const wordOf = (subgraph: string): string =>
  subgraph.replaceAll(/-(\w)/g, (_hyphen, letter: string) => letter.toUpperCase());
