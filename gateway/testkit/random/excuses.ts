import type { Payload } from '../../execution.ts';
import { maximumErrors } from '../../executor/run-errors.ts';
import type { DeterminedAnswer } from '../determined-graph.ts';
import { placeOf } from './answers.ts';

type Path = readonly (string | number)[];

/**
 * Finds where an answer differs from the truth without an excuse, given subgraphs that fail each for itself: a null in
 * place of a value is excused by an error at it, below or above it, or by as many errors as an answer can have, and by
 * nothing else. The error of one subgraph may stand beside the value of another, since a plan can ask both for one field,
 * and then explains what is null below.
 */
export const unexcused = (answer: DeterminedAnswer, truth: DeterminedAnswer): string[] => {
  const payloads = [answer, ...(answer.later ?? [])];
  const truths = [truth, ...(truth.later ?? [])];
  if (payloads.length !== truths.length) return ['another number of events'];
  return payloads.flatMap((each, index) => inPayload(each, truths[index] ?? {}));
};

const inPayload = ({ data, errors = [] }: Payload, truth: Payload): string[] => {
  const places = errors.map(({ path, message }) => placeOf(data, path) ?? `no place: ${message}`);
  const wrong = places.filter((each) => !each.startsWith('/') && !each.startsWith('not null'));
  const paths = errors.flatMap(({ path }) => (path ? [path] : []));
  const isFull = errors.length >= maximumErrors;
  return [...wrong, ...differences(data, truth.data, { path: [], paths, isFull })];
};

/** Whether one of the paths leads through the end of the other. */
const isOneAbove = (one: Path, other: Path): boolean =>
  one.slice(0, other.length).every((step, index) => step === other[index]);

const differences = (
  value: unknown,
  truth: unknown,
  { path, paths, isFull }: { path: Path; paths: readonly Path[]; isFull: boolean },
): string[] => {
  if (value === truth) return [];
  const isExcused = value === null && (isFull || paths.some((each) => isOneAbove(each, path)));
  if (isExcused) return [];
  if (typeof value !== 'object' || typeof truth !== 'object' || value === null || truth === null)
    return [`differs: ${path.join('.')}`];
  if (Array.isArray(value) && (!Array.isArray(truth) || value.length !== truth.length))
    return [`another list: ${path.join('.')}`];
  const keys = new Set([...Object.keys(value), ...Object.keys(truth)]);
  return [...keys].flatMap((key) => {
    const step = Array.isArray(value) ? Number(key) : key;
    const [one, other] = [value, truth].map((each) => (each as Record<string, unknown>)[key]);
    return differences(one, other, { path: [...path, step], paths, isFull });
  });
};
