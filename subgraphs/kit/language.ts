/** A sentence for people, in the two languages of the graph. */
export interface Text {
  en: string;
  id: string;
}

export type Language = keyof Text;

/** Languages keyed by the first subtag; older systems call Indonesian `in`. */
const languages = new Map<string, Language>([
  ['en', 'en'],
  ['id', 'id'],
  ['in', 'id'],
]);

const MOST_ENTRIES = 50;
const weightPattern = /^q\s*=\s*(\d+(?:\.\d*)?)$/;

interface Wish {
  tag: string;
  weight: number;
}

const readWish = (entry: string): Wish => {
  const [range = '', ...parameters] = entry.toLowerCase().split(';');
  const [tag = ''] = range.trim().split(/[-_]/);
  const weights = parameters.map((parameter) => weightPattern.exec(parameter.trim())?.[1]);
  const weight = weights.find((found) => found !== undefined);
  return { tag, weight: weight === undefined ? 1 : Number(weight) };
};

/**
 * The language that an Accept-Language header prefers (RFC 9110, 12.5.4), the first of several with one weight.
 * @param otherwise where it names neither, or there is none
 */
export const languageOf = (header: string | undefined, otherwise: Language = 'en'): Language => {
  if (header === undefined || header === '') return otherwise;
  const wishes = header.split(',', MOST_ENTRIES).map(readWish);
  const named = new Set(wishes.map(({ tag }) => languages.get(tag)));
  // "*" stands for every language that is not named.
  const anyOther = (['en', 'id'] as const).find((language) => !named.has(language));
  let best: { language: Language; weight: number } | undefined;
  for (const { tag, weight } of wishes) {
    const language = tag === '*' ? anyOther : languages.get(tag);
    if (language !== undefined && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? otherwise;
};
