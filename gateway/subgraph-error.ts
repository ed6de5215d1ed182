import { GraphQLError } from 'graphql';
import type { SubgraphCall } from './subgraph-call.ts';
import { withinPlaces } from './subgraph-places.ts';
import type { SelectedField, Selection } from './subgraph-selection.ts';

type Path = (string | number)[];

const maximumErrors = 100;
const maximumLength = 300;
const deepestPath = 50;

/** Errors beside `data` as a subgraph answered them, cut to what the call asked and to what can be shown. */
export const readErrors = (errors: unknown[], call: SubgraphCall, data?: unknown): GraphQLError[] => {
  const read = errors.slice(0, maximumErrors).map((error) => readError(error, call, data));
  return withinPlaces(read, call);
};

const readError = (error: unknown, call: SubgraphCall, data: unknown): GraphQLError => {
  const { message, path, extensions } = isObject(error) ? error : {};
  const { code, errorId, argument, retryAfterSeconds } = isObject(extensions) ? extensions : {};
  const texts = { code: textOf(code), errorId: textOf(errorId), argument: textOf(argument) };
  return new GraphQLError(textOf(message) ?? 'an error without a message', {
    path: pathWithin(path, call, data),
    extensions: { subgraph: call.subgraph, ...texts, retryAfterSeconds },
  });
};

/** One line of bounded length; marks that reorder or hide text are left out. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const line = value.slice(0, maximumLength).toWellFormed();
  return line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/\p{Cf}/gu, '');
};

/** The part of a path that the call asked, by the keys of the data: the rest is not this subgraph's to speak of. */
const pathWithin = (path: unknown, { fetch, counts }: SubgraphCall, data: unknown): Path | undefined => {
  if (!Array.isArray(path)) return undefined;
  const kept: Path = [];
  let below: Selection | undefined = fetch.selection;
  let place = data;
  for (const step of path.slice(0, deepestPath)) {
    const known: Record<string, unknown> = isObject(place) ? place : {};
    if (isIndex(step) && kept.length > 0) kept.push(step);
    else {
      const field: SelectedField | undefined = below?.fieldsOf(known.__typename).get(step);
      if (field === undefined) break;
      kept.push(field.key);
      below = field.below;
    }
    place = known[kept.at(-1) ?? ''];
  }
  const entities = fetch.owed.find(({ key }) => key === kept[0])?.entities;
  if (entities !== undefined && !isIndexWithin(kept[1], counts[entities.variable] ?? 0)) return undefined;
  return kept.length === 0 ? undefined : kept;
};

const isIndex = (step: unknown) => Number.isSafeInteger(step) && (step as number) >= 0;

const isIndexWithin = (step: unknown, count: number) => isIndex(step) && (step as number) < count;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
