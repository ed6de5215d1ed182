/** Why an answer of a time-stamping authority, or a token, is not taken: a sentence. */
export class StampError extends Error {}

/** @throws StampError with this sentence */
export const check: (isRight: unknown, sentence: string) => asserts isRight = (isRight, sentence) => {
  if (!isRight) throw new StampError(sentence);
};
