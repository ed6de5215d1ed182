// The Indonesian stemmer of PostgreSQL takes off affixes by rule: it cannot know which letter a nasal prefix has
// swallowed, so that `menulis` and `mengelola` become `ulis` and `elola`, and `perawat` becomes `awat`. It is quick, and a
// text is kept as it stems it. What is typed is therefore looked for in every form that a text may have it in.

const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^(?:me|pe)(?=[lmnrwy].{3})/, ''],
  [/^(?:me|pe)m(?=[aiueor].{3})/, 'p'],
  [/^(?:me|pe)(?:m(?=[bfp])|n(?=[cdjtz]))(?=.{4})/, ''],
  [/^(?:me|pe)n(?=[aiueo].{2})/, 't'],
  [/^(?:me|pe)ny(?=[aiueo].{2})/, 's'],
  [/^(?:me|pe)ng(?=[aiueo].{2})/, 'k'],
  [/^(?:me|pe)ng(?=[aiueoghk].{2})/, ''],
  [/^(?:me|pe)nge(?=.{3}$)/, ''],
  [/^(?:ber|per|ter)(?=.{4})/, ''],
  [/^di(?=.{4})/, ''],
];

const LEAST = 3;

/** A word without its suffix, where enough is left of it. */
const bare = (word: string): string => word.replace(/^(.{4,}?)(?:kan|an|i|nya)$/, '$1');

const rootsOf = (word: string): string[] =>
  [word, ...prefixes.filter(([prefix]) => prefix.test(word)).map(([prefix, letter]) => word.replace(prefix, letter))]
    .flatMap((root) => [root, bare(root)])
    .filter((root) => root.length >= LEAST);

const swallowed: Readonly<Record<string, string>> = { p: 'm', t: 'n', s: 'ny', k: 'ng' };

/** What follows `me` or `pe` before a root: its first letter decides, and may be swallowed (memrogram, memprogram). */
const nasals = (root: string): string[] => {
  const [first = ''] = root;
  if ('lmnrwy'.includes(first)) return [root];
  const lost = swallowed[first] ? [`${swallowed[first]}${root.slice(1)}`] : [];
  if (lost.length > 0 && /^.[aiueo]/.test(root)) return lost;
  if ('bfpv'.includes(first)) return [...lost, `m${root}`];
  return [...lost, 'cdjstz'.includes(first) ? `n${root}` : `ng${root}`];
};

// A root of one syllable takes a vowel before it: mengecat.
const withPrefixes = (root: string): string[] =>
  [...nasals(root), ...(root.length === LEAST ? [`nge${root}`] : [])].flatMap((form) => [`me${form}`, `pe${form}`]);

const plurals = (word: string): string[] => (word.endsWith('s') ? [word.slice(0, -1)] : [`${word}s`]);

/** The forms of a word that texts may have it in, itself the first: of `kelola` also `mengelola` and `dikelola`. */
export const formsOf = (word: string): readonly string[] => {
  if (!/^[a-z]{3,}$/.test(word)) return [word];
  const forms = rootsOf(word).flatMap((root) => [root, `di${root}`, ...withPrefixes(root)]);
  return [...new Set([word, ...forms, ...plurals(word)])];
};
