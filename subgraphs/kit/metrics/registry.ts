import { Combinations, type Labels } from './labels.ts';

/** What a metric says of itself. */
export interface MetricDeclaration {
  /** With its unit, as Prometheus has it: `_seconds`, `_total`. */
  name: string;
  help: string;
  labels?: Labels;
}

/** A value that is read when somebody asks for it, with the values of its labels. */
export type MetricValue = readonly [value: number, ...labels: string[]];

export interface ReadDeclaration extends MetricDeclaration {
  kind: 'gauge' | 'counter';
  read(): readonly MetricValue[] | Promise<readonly MetricValue[]>;
}

interface Metric {
  /** Lines in the text format of Prometheus 0.0.4. */
  lines(): string[] | Promise<string[]>;
}

const head = ({ name, help }: MetricDeclaration, kind: string) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`];

/** A number that only grows. */
export class Counter implements Metric {
  readonly #declaration: MetricDeclaration;
  readonly #combinations: Combinations;
  readonly #counts: Float64Array;

  constructor(declaration: MetricDeclaration) {
    this.#declaration = declaration;
    this.#combinations = new Combinations(declaration.labels ?? {});
    this.#counts = new Float64Array(this.#combinations.size);
  }

  add(count: number, ...labels: string[]): void {
    const place = this.#combinations.placeOf(labels);
    this.#counts[place] = (this.#counts[place] ?? 0) + count;
  }

  // A series that is there from the start shows its first error as growth.
  lines(): string[] {
    const lines = head(this.#declaration, 'counter');
    for (const [place, count] of this.#counts.entries()) {
      if (count === 0 && this.#combinations.isOther(place)) continue;
      lines.push(`${this.#declaration.name}${this.#combinations.textAt(place)} ${count}`);
    }
    return lines;
  }
}

export interface HistogramDeclaration extends MetricDeclaration {
  /** Upper bounds, rising. */
  buckets: readonly number[];
}

/** How many observations fell below each bound. A series is shown once it has an observation. */
export class Histogram implements Metric {
  readonly #declaration: HistogramDeclaration;
  readonly #combinations: Combinations;
  /** For each combination: one count for each bucket and one beyond the last, then the sum. */
  readonly #cells: Float64Array;
  readonly #width: number;

  constructor(declaration: HistogramDeclaration) {
    this.#declaration = declaration;
    this.#combinations = new Combinations(declaration.labels ?? {});
    this.#width = declaration.buckets.length + 2;
    this.#cells = new Float64Array(this.#combinations.size * this.#width);
  }

  observe(value: number, ...labels: string[]): void {
    const { buckets } = this.#declaration;
    const start = this.#combinations.placeOf(labels) * this.#width;
    let bucket = 0;
    while (bucket < buckets.length && value > (buckets[bucket] as number)) bucket += 1;
    const sum = start + this.#width - 1;
    this.#cells[start + bucket] = (this.#cells[start + bucket] ?? 0) + 1;
    this.#cells[sum] = (this.#cells[sum] ?? 0) + value;
  }

  lines(): string[] {
    const lines = head(this.#declaration, 'histogram');
    for (let place = 0; place < this.#combinations.size; place += 1) lines.push(...this.#linesAt(place));
    return lines;
  }

  #linesAt(place: number): string[] {
    const { name, buckets } = this.#declaration;
    const cells = this.#cells.subarray(place * this.#width, (place + 1) * this.#width);
    if (cells.every((cell) => cell === 0)) return [];
    const labels = this.#combinations.textAt(place);
    const before = labels === '' ? '{' : `${labels.slice(0, -1)},`;
    let count = 0;
    const lines = [...buckets, '+Inf'].map((bound, index) => {
      count += cells[index] ?? 0;
      return `${name}_bucket${before}le="${bound}"} ${count}`;
    });
    return [...lines, `${name}_sum${labels} ${cells.at(-1)}`, `${name}_count${labels} ${count}`];
  }
}

/** What is read when somebody asks; what no row was read of is 0. */
class ReadMetric implements Metric {
  readonly #declaration: ReadDeclaration;
  readonly #combinations: Combinations;

  constructor(declaration: ReadDeclaration) {
    this.#declaration = declaration;
    this.#combinations = new Combinations(declaration.labels ?? {});
  }

  async lines(): Promise<string[]> {
    const values = new Map<number, number>();
    for (const [value, ...labels] of await this.#declaration.read()) {
      const place = this.#combinations.placeOf(labels);
      values.set(place, (values.get(place) ?? 0) + value);
    }
    const lines = head(this.#declaration, this.#declaration.kind);
    for (let place = 0; place < this.#combinations.size; place += 1) {
      if (!values.has(place) && this.#combinations.isOther(place)) continue;
      lines.push(`${this.#declaration.name}${this.#combinations.textAt(place)} ${values.get(place) ?? 0}`);
    }
    return lines;
  }
}

/** All metrics of a process. */
export class Metrics {
  readonly #metrics: Metric[] = [];
  readonly #unread = this.counter({
    name: 'prakerja_unread_metrics_total',
    help: 'Metrics that could not be read when they were asked for, for example without a database.',
  });

  counter(declaration: MetricDeclaration): Counter {
    return this.#added(new Counter(declaration));
  }

  histogram(declaration: HistogramDeclaration): Histogram {
    return this.#added(new Histogram(declaration));
  }

  /** Adds what is read only when somebody asks. */
  reading(declaration: ReadDeclaration): void {
    this.#added(new ReadMetric(declaration));
  }

  /** The text format of Prometheus; what cannot be read is left out and counted. */
  async text(): Promise<string> {
    const parts = await Promise.all(this.#metrics.map((metric) => this.#linesOf(metric)));
    return `${parts.flat().join('\n')}\n`;
  }

  async #linesOf(metric: Metric): Promise<string[]> {
    try {
      return await metric.lines();
    } catch {
      this.#unread.add(1);
      return [];
    }
  }

  #added<T extends Metric>(metric: T): T {
    this.#metrics.push(metric);
    return metric;
  }
}
