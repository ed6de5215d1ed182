import type { Language } from './language.ts';
import { type RefusalCode, refusalTexts } from './refusal.data.ts';

/** An expected "no", which the caller gets as data. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly path: readonly string[];

  constructor(code: RefusalCode, path: readonly string[] = []) {
    super(refusalTexts[code].en);
    this.code = code;
    this.path = path;
  }
}

/** Runs a mutation: its result stands under `name`, or the refusal beside null. */
export const orRefusal = async <T>(name: string, language: Language, run: () => Promise<T>) => {
  try {
    return { [name]: await run(), refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, path } = error;
    return { [name]: null, refusal: { code, path, message: refusalTexts[code][language] } };
  }
};
