import type { Pool } from 'pg';
import type { Metrics, MetricValue } from './registry.ts';

/** A number of a service's own database that its operator watches. */
export interface Figure {
  name: string;
  help: string;
  /** The label by which it is told apart, with all of its values. */
  label?: { name: string; values: readonly string[] };
  /** Query of the columns `value` and, where there is a label, `label`; what it returns no row for is 0. */
  sql: string;
}

interface FigureRow {
  value: string | number;
  label?: string;
}

/** Several who ask within this time get one answer. */
const KEPT_MS = 2_000;

/** Reads again only when the last answer is old; a failure is not kept. */
const kept = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (last && performance.now() - last.at < KEPT_MS) return last.answer;
    const answer = read();
    last = { at: performance.now(), answer };
    answer.catch(() => {
      last = undefined;
    });
    return answer;
  };
};

const labelsOf = ({ label }: Figure) => (label ? { labels: { [label.name]: label.values } } : {});

/** Adds figures, each read by its query when somebody asks. */
export const addFigures = (metrics: Metrics, figures: readonly Figure[], pool: Pool): void => {
  for (const figure of figures) {
    const { name, help, sql } = figure;
    const read = kept(async () => {
      const { rows } = await pool.query<FigureRow>(sql);
      return rows.map(({ value, label = '' }): MetricValue => [Number(value), label]);
    });
    metrics.reading({ kind: 'gauge', name, help, ...labelsOf(figure), read });
  }
};
