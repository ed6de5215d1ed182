import { createHash } from 'node:crypto';
import DataLoader from 'dataloader';
import type { Database } from '../database.ts';
import type { Query } from '../statement.ts';

/** Digest of the filter and the order of a list: a cursor of another list has another. */
export const listTag = (order: string, filter: object): string => {
  const written = JSON.stringify([order, filter], (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  return createHash('sha256').update(written).digest('base64url').slice(0, 16);
};

/** Runs a statement without its name: the plan depends on which conditions are stated, so each call gets its own. */
export const readPlanned = <Values extends object, Row>(
  database: Database,
  { name: _, ...statement }: Query<Values, Row>,
  values: Values,
) => database.rows<Row>({ ...statement, name: '' }, statement.valuesOf(values));

/** Counts of a facet by search: one read for all facets of a search that are asked for. */
export const facetLoader = <Search extends object, Count extends { facet: string }>(
  read: (search: Search, facets: Count['facet'][]) => Promise<readonly Count[]>,
) =>
  new DataLoader<{ search: Search; facet: Count['facet'] }, Count[]>(async (keys) => {
    const searches = Map.groupBy(keys, ({ search }) => search);
    const counts = new Map<Search, readonly Count[]>();
    await Promise.all(
      [...searches].map(async ([search, asked]) => {
        counts.set(search, await read(search, [...new Set(asked.map(({ facet }) => facet))]));
      }),
    );
    return keys.map(({ search, facet }) => (counts.get(search) ?? []).filter((row) => row.facet === facet));
  });
