/** A sentence for people, in the two languages of the graph. */
export interface Text {
  en: string;
  id: string;
}

export type Language = keyof Text;

/** Languages keyed by the first subtag; older systems call Indonesian `in`. */
const languages = new Map<string, Language>([
  ['en', 'en'],
  ['eng', 'en'],
  ['id', 'id'],
  ['in', 'id'],
  ['ind', 'id'],
]);

/**
 * First subtags of the regional languages of Indonesia (ISO 639), whose speakers read Indonesian: the graph has no text
 * in them. Those that have one of two letters are listed with the one of three and the former one.
 */
const regional: ReadonlySet<string> = new Set(
  [
    // Java, Madura and Bali.
    'jv jav jw su sun mad ban bew osi',
    // Sumatra.
    'ace min btk bbc btd btm bts btx btz akb nia gay rej abl ljp ljw kge mui pse jax kvr plm lbx tdx',
    // Kalimantan.
    'bjn iba day nij ndx xdy mqg sqr kkv',
    // Sulawesi and the Moluccas.
    'bug mak mdr gor sda tae xmm mnh mpz bmm wad snl abs max tft trn bhw',
    // Nusa Tenggara and Papua.
    'sas smw bhp mkn rob aoz llg xbr pmy bik dni ekg yli',
  ].flatMap((codes) => codes.split(' ')),
);

/** The language of a tag's first subtag; that of its speakers where it is a regional one. */
const readAs = (tag: string): Language | undefined => languages.get(tag) ?? (regional.has(tag) ? 'id' : undefined);

const MOST_ENTRIES = 50;
const weightPattern = /^q\s*=\s*(\d+(?:\.\d*)?|\.\d+)$/;

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
 * The language that an Accept-Language header prefers (RFC 9110, 12.5.4), the first of several with one weight. A
 * regional language of Indonesia stands for Indonesian.
 * @param otherwise where it names neither, or there is none
 */
export const languageOf = (header: string | undefined, otherwise: Language = 'en'): Language => {
  if (header === undefined || header === '') return otherwise;
  const wishes = header.split(',', MOST_ENTRIES).map(readWish);
  const named = new Set(wishes.map(({ tag }) => languages.get(tag)));
  const isUnwanted = (language: Language) =>
    wishes.some(({ tag, weight }) => weight === 0 && languages.get(tag) === language);
  // "*" stands for every language that is not named.
  const anyOther = (['en', 'id'] as const).find((language) => !named.has(language));
  let best: { language: Language; weight: number } | undefined;
  for (const { tag, weight } of wishes) {
    const language = tag === '*' ? anyOther : readAs(tag);
    if (language === undefined || weight <= (best?.weight ?? 0)) continue;
    // Who speaks a regional language and wants no Indonesian gets none.
    if (tag === '*' || languages.has(tag) || !isUnwanted(language)) best = { language, weight };
  }
  return best?.language ?? otherwise;
};
