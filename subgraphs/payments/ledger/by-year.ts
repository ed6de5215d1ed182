interface OfWave {
  wave: number;
  /** Budget year that the money is accounted for in; null: that of the wave. */
  year: number | null;
}

/** Groups what is posted together: an entry is of one wave and one year. In the order of both, as locks are taken. */
export const byWaveAndYear = <Row extends OfWave>(rows: readonly Row[]): (OfWave & { rows: Row[] })[] =>
  [...Map.groupBy(rows, ({ wave, year }) => `${wave}:${year}`).values()]
    .map((some) => ({ wave: some[0]?.wave ?? 0, year: some[0]?.year ?? null, rows: some }))
    .toSorted((one, other) => one.wave - other.wave || Number(one.year) - Number(other.year));
