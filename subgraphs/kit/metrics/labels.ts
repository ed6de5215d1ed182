/** Names of labels with all of their values. Whatever else is observed is counted as `other`, so no series is made by a client. */
export type Labels = Readonly<Record<string, readonly string[]>>;

export const other = 'other';

interface Dimension {
  name: string;
  values: readonly string[];
  places: ReadonlyMap<string, number>;
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** A numbering of the combinations of label values, all of them known from the start. */
export class Combinations {
  readonly size: number;
  readonly #dimensions: Dimension[];

  constructor(labels: Labels) {
    this.#dimensions = Object.entries(labels).map(([name, known]) => {
      const values = [...new Set([...known, other])];
      return { name, values, places: new Map(values.map((value, place) => [value, place])) };
    });
    this.size = this.#dimensions.reduce((product, { values }) => product * values.length, 1);
  }

  /** The number of a combination; values stand in the order of the labels. */
  placeOf(values: readonly string[]): number {
    let place = 0;
    for (let index = 0; index < this.#dimensions.length; index += 1) {
      const { values: known, places } = this.#dimensions[index] as Dimension;
      place = place * known.length + (places.get(values[index] ?? other) ?? known.length - 1);
    }
    return place;
  }

  /** Whether any of the labels has the value `other` there: such a series is shown only once something was counted. */
  isOther(place: number): boolean {
    return this.#valuesAt(place).some(({ value }) => value === other);
  }

  /** The labels of a series as Prometheus reads them, such as `{kind="query"}`; empty where there are none. */
  textAt(place: number): string {
    const pairs = this.#valuesAt(place).map(({ name, value }) => `${name}="${escaped(value)}"`);
    return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
  }

  #valuesAt(place: number): { name: string; value: string }[] {
    let rest = place;
    return this.#dimensions
      .toReversed()
      .map(({ name, values }) => {
        const value = values[rest % values.length] ?? other;
        rest = Math.floor(rest / values.length);
        return { name, value };
      })
      .toReversed();
  }
}
