import DataLoader from 'dataloader';
import type { Page } from './page.ts';

/** Returns a loader of rows by key: one call of `fetch` for all keys of a step; null for an unknown key. */
export const byKey = <K extends string | number, Row>(
  fetch: (keys: K[]) => Promise<Row[]>,
  keyOf: (row: Row) => K,
): DataLoader<K, Row | null> =>
  new DataLoader(async (keys) => {
    const found = new Map((await fetch([...keys])).map((row) => [keyOf(row), row]));
    return keys.map((key) => found.get(key) ?? null);
  });

export interface ChildPage<K> {
  parent: string;
  page: Page<K>;
}

/**
 * Pages of children by parent: one call of `fetch` for all parents that ask for the same page, which is one for each
 * place in the query. `fetch` answers up to `first + 1` rows a parent, in order.
 */
export const pagesByParent = <K, Row>(
  fetch: (parents: string[], page: Page<K>) => Promise<Row[]>,
  parentOf: (row: Row) => string,
): DataLoader<ChildPage<K>, Row[], string> => {
  const shape = ({ page }: ChildPage<K>) => JSON.stringify(page);
  return new DataLoader<ChildPage<K>, Row[], string>(
    async (keys) => {
      const shapes = Map.groupBy(keys, shape);
      const answers = new Map<string, Map<string, Row[]>>();
      await Promise.all(
        [...shapes].map(async ([name, group]) => {
          const page = (group[0] as ChildPage<K>).page;
          const rows = await fetch([...new Set(group.map(({ parent }) => parent))], page);
          answers.set(name, Map.groupBy(rows, parentOf));
        }),
      );
      return keys.map((key) => answers.get(shape(key))?.get(key.parent) ?? []);
    },
    { cacheKeyFn: (key) => `${key.parent} ${shape(key)}` },
  );
};
