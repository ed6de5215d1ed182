import { quantile } from '../times.ts';

/** What became of one request; `unadvised`: it was refused without a word of when to come again, or broke. */
export type End = 'good' | 'partial' | 'refused' | 'unadvised';

export interface LoadAnswer {
  end: End;
  /** Status and code of what was not answered in full, such as `503 OVERLOADED` or `200 SUBGRAPH_TIMEOUT`. */
  reason: string;
  /** When it was due, in milliseconds since the load began. */
  dueMs: number;
  /** Milliseconds from when it was due to the end of its answer. */
  tookMs: number;
}

export interface LoadFigures {
  sent: number;
  goodPerSecond: number;
  refused: number;
  partial: number;
  unadvised: number;
  /** Milliseconds, of those that were answered in full. */
  p50: number;
  p99: number;
}

export const figuresOf = (answers: readonly LoadAnswer[], seconds: number): LoadFigures => {
  const count = (end: End) => answers.filter((each) => each.end === end).length;
  const times = answers.filter(({ end }) => end === 'good').map(({ tookMs }) => tookMs);
  return {
    sent: answers.length,
    goodPerSecond: Number((count('good') / seconds).toFixed(1)),
    refused: count('refused'),
    partial: count('partial'),
    unadvised: count('unadvised'),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
};

/** How many were not answered in full, by what they were told. */
export const reasonsOf = (answers: readonly LoadAnswer[]): Record<string, number> => {
  const others = answers.filter(({ end }) => end !== 'good');
  const counted = [...Map.groupBy(others, ({ reason }) => reason)].map(
    ([reason, all]) => [reason, all.length] as const,
  );
  return Object.fromEntries(counted.toSorted(([, one], [, other]) => other - one));
};

/** How soon after a load that was too much all is as before: the end of the last second in which it was not. */
export const recoverySeconds = (answers: readonly LoadAnswer[], usualMs: number): number => {
  const late = answers.filter(({ end, tookMs }) => end !== 'good' || tookMs > usualMs);
  const worst = late.reduce((last, { dueMs }) => Math.max(last, dueMs), -1);
  return worst < 0 ? 0 : Math.ceil((worst + 1) / 1_000);
};
