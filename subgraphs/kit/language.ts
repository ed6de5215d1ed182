/** A sentence for people, in the two languages of the graph. */
export interface Text {
  en: string;
  id: string;
}

export type Language = keyof Text;

/** The language that an Accept-Language header asks for; English unless Indonesian comes first. */
export const languageOf = (header: string | undefined): Language => (/^\s*(id|in)\b/i.test(header ?? '') ? 'id' : 'en');
