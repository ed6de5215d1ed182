import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { BilingualError, textOf } from './bilingual-error.ts';
import { forbiddenText, type SufficientAccess } from './forbidden.ts';
import { uuidv7 } from './ids.ts';
import { type Language, languageOf, type Text } from './language.ts';
import type { Logger } from './log.ts';
import { currentLife, requestOver } from './request-life.ts';

/** Returns an error for input that no schema can refuse: a stable code, and the wrong argument. */
export const inputError = (code: string, text: Text, argument: string) => new BilingualError(text, { code, argument });

export const unauthenticated = () =>
  new BilingualError(
    {
      en: 'Send a token: this is shown to signed-in callers only.',
      id: 'Kirim token: ini hanya ditampilkan kepada pemanggil yang sudah masuk.',
    },
    { code: 'UNAUTHENTICATED' },
  );

export const forbidden = (sufficient: SufficientAccess) =>
  new BilingualError(forbiddenText(sufficient), { code: 'FORBIDDEN' });

/** Returns the error of a full queue: nothing was done, and the caller may try again after `seconds`. */
export const overloaded = (seconds: number) =>
  new BilingualError(
    {
      en: `Too many are served right now; try again in ${seconds} s.`,
      id: `Terlalu banyak yang sedang dilayani; coba lagi dalam ${seconds} detik.`,
    },
    { code: 'OVERLOADED', retryAfterSeconds: seconds },
  );

/** Returns the last that a subscription hears of a service that stops. */
export const stopping = () =>
  new BilingualError(
    {
      en: 'The service stops: subscribe again.',
      id: 'Layanan berhenti: berlangganan lagi.',
    },
    { code: 'SUBGRAPH_UNAVAILABLE' },
  );

/** Decides whether an error is meant for the caller: ours and GraphQL's are; anything else is a bug and is masked. */
const isMeant = (error: unknown, code: unknown) =>
  code !== 'INTERNAL_SERVER_ERROR' && typeof code === 'string' && unwrapResolverError(error) instanceof GraphQLError;

// Apollo gives every error of validation its own code; a scalar's literal is bad input, as its variable is.
const statedCode = (formatted: GraphQLFormattedError, error: unknown) => {
  const stated = ((error as Partial<GraphQLError>).originalError as Partial<GraphQLError> | undefined)?.extensions
    ?.code;
  return stated === 'BAD_USER_INPUT' ? stated : formatted.extensions?.code;
};

const bugText = (errorId: string): Text => ({
  en: `Something went wrong on our side. Quote the id ${errorId} when you ask about it.`,
  id: `Terjadi kesalahan di sisi kami. Sebutkan id ${errorId} saat menanyakannya.`,
});

/** The English words are those of GraphQL, which names the variable before it says what is wrong. */
const messageIn = (language: Language, formatted: GraphQLFormattedError, error: unknown): string =>
  language === 'en' ? formatted.message : (textOf(error)?.[language] ?? formatted.message);

/** Shows an error as its caller may see it. @param language of the request in whose course it runs, unless given */
export type ErrorFormatter = (
  formatted: GraphQLFormattedError,
  error: unknown,
  language?: Language,
) => GraphQLFormattedError;

/** Chooses the language of an error; masks bugs behind an id and logs what really happened under the same id. */
export const createErrorFormatter = (
  log: Logger,
  onError: (code: string) => void = () => undefined,
): ErrorFormatter => {
  const format: ErrorFormatter = (formatted, error, language = languageOf(currentLife()?.acceptLanguage)) => {
    const code = statedCode(formatted, error);
    if (isMeant(error, code)) {
      const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
      return { ...formatted, message: messageIn(language, formatted, error), extensions: { ...extensions, code } };
    }
    // Its SQL was cut off: what broke of that is no bug, and nobody reads the answer.
    if (currentLife()?.ending) return { ...requestOver().toJSON(), ...(formatted.path && { path: formatted.path }) };
    const errorId = uuidv7();
    log.error({ errorId, path: formatted.path, err: unwrapResolverError(error) }, 'a resolver failed');
    return {
      message: bugText(errorId)[language],
      ...(formatted.path && { path: formatted.path }),
      ...(formatted.locations && { locations: formatted.locations }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    };
  };
  return (formatted, error, language) => {
    const shown = format(formatted, error, language);
    onError(String(shown.extensions?.code));
    return shown;
  };
};
