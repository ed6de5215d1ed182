import type { Round } from './load.ts';
import type { BenchQuery } from './queries.ts';

export interface Figure {
  readonly bench: string;
  readonly unit: string;
  readonly ours: number;
  readonly reference: number;
  readonly ratio: number;
  readonly goal?: number;
  readonly pass?: boolean;
}

export interface Pair {
  readonly ours: Round;
  readonly reference: Round;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing.');
  return (low + high) / 2;
}

const rounded = (value: number) => Number(value.toPrecision(4));

/** CPU (less is better) and throughput (more is better): medians over the rounds, and ours divided by the reference. */
export function figuresOf(query: BenchQuery, rounds: readonly Pair[]): Figure[] {
  const compare = (pick: (round: Round) => number) => {
    const ours = median(rounds.map((pair) => pick(pair.ours)));
    const reference = median(rounds.map((pair) => pick(pair.reference)));
    return { ours: rounded(ours), reference: rounded(reference), ratio: rounded(ours / reference) };
  };
  const cpu = compare((round) => round.cpuSecondsPer1000);
  const throughput = compare((round) => round.requestsPerSecond);
  const verdict = { goal: query.cpuGoal, pass: cpu.ratio <= query.cpuGoal };
  return [
    { bench: `gateway-${query.name}-throughput`, unit: 'requests/s', ...throughput },
    { bench: `gateway-${query.name}-cpu`, unit: 'CPU s/1000 requests', ...cpu, ...verdict },
  ];
}

/** What a person reads; the same figures follow as JSON lines. */
export function printTable(figures: readonly Figure[]): void {
  console.table(Object.fromEntries(figures.map(({ bench, ...figure }) => [bench, figure])));
}
