import type { Payload } from '../../execution.ts';
import type { DeterminedAnswer } from '../determined-graph.ts';

type Path = readonly (string | number)[];

/**
 * An answer as two servers must agree on it: the data, and the places that an error explains. Where a null goes up, servers may differ in which of the errors below it they say; what is null they may not.
 */
export const viewOf = (answer: DeterminedAnswer): string[] => [answer, ...(answer.later ?? [])].map(payloadView);

const payloadView = ({ data, errors = [] }: Payload): string => {
  const places = new Set(errors.map(({ path, message }) => placeOf(data, path) ?? `no place: ${message}`));
  const paths = errors.map(({ path }) => path?.join('.'));
  for (const path of paths) if (paths.indexOf(path) !== paths.lastIndexOf(path)) places.add(`twice: ${path}`);
  return `${JSON.stringify(data, inKeyOrder)} errors: ${[...places].sort().join(' ')}`;
};

/** The null that an error explains, as text that begins with a slash; another text where it explains none. */
export const placeOf = (data: unknown, path: Path | undefined): string | undefined => {
  if (path === undefined) return undefined;
  let value = data;
  const walked: (string | number)[] = [];
  for (const step of path) {
    if (value === null) break;
    walked.push(step);
    value = (value as Record<string | number, unknown> | undefined)?.[step];
    if (value === undefined) return `nowhere: ${path.join('.')}`;
  }
  return value === null ? `/${walked.join('.')}` : `not null: ${path.join('.')}`;
};

const inKeyOrder = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
};
