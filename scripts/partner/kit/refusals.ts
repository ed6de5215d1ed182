import type { Language } from '../../../subgraphs/kit/language.ts';
import { Refusal } from '../../../subgraphs/kit/refusal.ts';

/** The graph's type `Refusal`: why a mutation did nothing. */
export interface RefusalData {
  /** Stable, for programs: UPPER_SNAKE. */
  code: string;
  /** For people, in their language. */
  message: string;
  /** The argument or input field that was refused, outermost first. */
  path: readonly string[];
}

type Payload<F extends string, T> = { [name in F]: T | null } & { refusal: RefusalData | null };

/**
 * Runs what a mutation does, and makes its payload: the answer under `field`, or why nothing was done. What is thrown
 * besides a `Refusal` is a bug.
 */
export const orRefusal = async <F extends string, T>(
  { field, language }: { field: F; language: Language },
  work: () => T | Promise<T>,
): Promise<Payload<F, T>> => {
  try {
    return { [field]: await work(), refusal: null } as Payload<F, T>;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, text, path } = error;
    return { [field]: null, refusal: { code, message: text[language], path } } as Payload<F, T>;
  }
};
