import { reasonTexts } from './reason.data.ts';
import type { Language } from './text.ts';

/** Reasons as the graph returns them. */
export const reasonsIn = (codes: readonly string[], language: Language) =>
  codes.map((code) => ({ code, message: reasonTexts[code]?.[language] ?? code }));
