/** English unless Indonesian is asked for. */
export type Language = 'en' | 'id';

export type Text = Readonly<Record<Language, string>>;

/** Reads the first language of an Accept-Language header. */
export const languageOf = (header: string | undefined): Language =>
  /^\s*id\b/i.test(header ?? '') ? 'id' : 'en';
