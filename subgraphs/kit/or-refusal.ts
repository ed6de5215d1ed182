import type { Language } from './language.ts';
import { Refusal } from './refusal.ts';
import type { RefusalType } from './refusal.type.ts';

/** Runs a use case and returns `{ [key]: result }`, or `{ refusal }` when it refuses. Other errors pass through. */
export const orRefusal = async <K extends string, T>(
  key: K,
  language: Language,
  useCase: () => Promise<T>,
): Promise<{ [P in K]?: T } & { refusal?: RefusalType }> => {
  try {
    return { [key]: await useCase() } as { [P in K]?: T };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refusal = { code: error.code, message: error.text[language], path: [...error.path] };
    return { refusal } as { [P in K]?: T } & { refusal: RefusalType };
  }
};
