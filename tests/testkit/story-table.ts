type Cell = string | number | null | undefined;

export interface TableOptions {
  /** Indexes of the columns that are set to the right, as numbers are. */
  right?: readonly number[];
}

const GAP = '  ';

/** The table in which a story ends, for a person to read: columns as wide as their widest cell. */
export const storyTable = (rows: readonly (readonly Cell[])[], { right = [] }: TableOptions = {}): string => {
  const texts = rows.map((row) => row.map((cell) => String(cell ?? '')));
  const widths = texts.reduce<number[]>((widest, row) => {
    for (const [column, cell] of row.entries()) widest[column] = Math.max(widest[column] ?? 0, cell.length);
    return widest;
  }, []);
  const pad = (cell: string, column: number) =>
    right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return texts.map((row) => row.map(pad).join(GAP).trimEnd()).join('\n');
};
