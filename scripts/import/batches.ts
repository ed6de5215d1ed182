import type { Item } from './items.ts';

/** Items that go to the graph in one call, with those beside them that cannot be read. */
export interface Batch<Input extends object = object> {
  /** Position in the file: 0, 1, … */
  number: number;
  items: Item<Input>[];
}

/** What one call may hold: the gateway takes 2 MB and 105,000 values of a mutation in bulk. */
export interface BatchLimits {
  items: number;
  bytes: number;
  values: number;
}

export const batchLimits: BatchLimits = { items: 1_000, bytes: 1_700_000, values: 90_000 };

const countValues = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + countValues(each), 1);
};

const sizeOf = (item: Item): { bytes: number; values: number } => {
  if (!('input' in item)) return { bytes: 0, values: 0 };
  return { bytes: item.bytes + 1, values: countValues(item.input) };
};

/** Divides items into calls; the same file is always divided in the same way. */
export async function* batchesOf<Input extends object>(
  items: AsyncIterable<Item<Input>>,
  limits = batchLimits,
): AsyncGenerator<Batch<Input>> {
  let batch: Batch<Input> = { number: 0, items: [] };
  let bytes = 0;
  let values = 0;
  for await (const item of items) {
    const size = sizeOf(item);
    const isFull =
      batch.items.length >= limits.items || bytes + size.bytes > limits.bytes || values + size.values > limits.values;
    if (isFull && batch.items.length > 0) {
      yield batch;
      batch = { number: batch.number + 1, items: [] };
      [bytes, values] = [0, 0];
    }
    batch.items.push(item);
    bytes += size.bytes;
    values += size.values;
  }
  if (batch.items.length > 0) yield batch;
}
