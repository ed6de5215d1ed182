import type { Payload } from '../../execution.ts';
import type { DeterminedAnswer } from '../determined-graph.ts';
import { placeOf } from './answers.ts';

type Path = readonly (string | number)[];

/**
 * Finds where an answer differs from the truth without an excuse, given subgraphs that fail each for itself: a null in
 * place of a value is excused by an error at it or below, and nothing else is. The error of one subgraph may stand beside
 * the value of another, since a plan can ask both for one field.
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
  return [...wrong, ...differences(data, truth.data, { path: [], paths })];
};

const differences = (
  value: unknown,
  truth: unknown,
  { path, paths }: { path: Path; paths: readonly Path[] },
): string[] => {
  if (value === truth) return [];
  const isExcused = value === null && paths.some((each) => path.every((step, index) => each[index] === step));
  if (isExcused) return [];
  if (typeof value !== 'object' || typeof truth !== 'object' || value === null || truth === null)
    return [`differs: ${path.join('.')}`];
  if (Array.isArray(value) && (!Array.isArray(truth) || value.length !== truth.length))
    return [`another list: ${path.join('.')}`];
  const keys = new Set([...Object.keys(value), ...Object.keys(truth)]);
  return [...keys].flatMap((key) => {
    const step = Array.isArray(value) ? Number(key) : key;
    const [one, other] = [value, truth].map((each) => (each as Record<string, unknown>)[key]);
    return differences(one, other, { path: [...path, step], paths });
  });
};
