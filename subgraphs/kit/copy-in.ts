import { once } from 'node:events';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';

const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const END = Buffer.from([0xff, 0xff]);

/**
 * Loads a table by COPY in PostgreSQL's binary format.
 * @param blocks whole rows, each with its count of fields; two at most are held: one is made while the server takes another
 */
export const copyIn = async (
  client: ClientBase,
  statement: string,
  blocks: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<void> => {
  const stream = client.query(from(statement));
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error as Error));
  const send = async () => {
    stream.write(HEADER);
    // The next block is made while the server takes this one.
    let drained: Promise<unknown> | null = null;
    for await (const block of blocks) {
      await drained;
      drained = stream.write(block) ? null : once(stream, 'drain');
    }
    await drained;
    stream.end(END);
    await once(stream, 'finish');
  };
  failed.catch(() => undefined);
  await Promise.race([send(), failed]);
};
