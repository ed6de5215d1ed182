/** Ranks of a list's entries. Nearly all are told apart by their first words; the others are reckoned anew. */
export interface Ranks {
  /** The first word of each, the most significant. */
  leading: Int32Array;
  /** All eight words of the entry at this place in the list. */
  at(place: number): Int32Array;
}

const WORDS = 8;

/** Compares two ranks as numbers of 256 bits. */
export const compareRanks = (left: Int32Array, right: Int32Array): number => {
  for (let t = 0; t < WORDS; t += 1) {
    const difference = ((left[t] as number) >>> 0) - ((right[t] as number) >>> 0);
    if (difference !== 0) return difference;
  }
  return 0;
};
