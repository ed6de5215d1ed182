import { type Language, languageOf } from '../../subgraphs/kit/language.ts';

export interface LanguageWishes {
  /** What the person switched to, on the page itself. */
  switchedTo?: string | null;
  /** What the application asks for: tags in order of preference, with spaces between them (OpenID Connect, `ui_locales`). */
  uiLocales?: unknown;
  acceptLanguage: string | undefined;
}

/** The language of a page: the person's choice, else the application's wish, else the browser's. */
export const pageLanguage = ({ switchedTo, uiLocales, acceptLanguage }: LanguageWishes): Language => {
  if (switchedTo === 'en' || switchedTo === 'id') return switchedTo;
  const browsers = languageOf(acceptLanguage);
  return typeof uiLocales === 'string' ? languageOf(uiLocales.split(' ').join(','), browsers) : browsers;
};
