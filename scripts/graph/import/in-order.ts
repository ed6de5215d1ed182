/**
 * Works on several items at a time and yields the results in the order of the items. The first failure ends it; what is
 * under way then is left to itself.
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const pending: Promise<R>[] = [];
  for await (const item of items) {
    const started = work(item);
    started.catch(() => undefined);
    pending.push(started);
    if (pending.length >= width) yield await (pending.shift() as Promise<R>);
  }
  for (const last of pending) yield await last;
}
