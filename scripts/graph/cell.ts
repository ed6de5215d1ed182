const CELL_WIDTH = 40;

/** A text for a column: what a caller could choose, such as an id, must not move the cursor of whoever reads it. */
export const cell = (text: string, width = CELL_WIDTH): string =>
  text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, width);
