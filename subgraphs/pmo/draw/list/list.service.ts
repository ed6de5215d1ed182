import { createHash } from 'node:crypto';
import type { Database } from '../../../kit/database.ts';
import { column, statement } from '../../../kit/statement.ts';
import { headLine, type ListKey, listChunks } from './frozen-list.ts';

const FROZEN = statement(
  'draw-list-frozen',
  { attempt: column.int2, checkpoint: column.text },
  `select attempt, checkpoint from draw
    where wave_number = $1 and ($2::int is null or attempt = $2) and checkpoint <> '' order by attempt desc limit 1`,
);

const FIND = statement(
  'draw-list-by-key',
  { sha256: column.bytea, headBytes: column.int4, chunkBytes: column.int4Array },
  `select sha256, head_bytes as "headBytes", chunk_bytes as "chunkBytes" from draw_list
    where wave_number = $1 and attempt = $2`,
);

const INSERT = statement(
  'draw-list-insert',
  {},
  `insert into draw_list (wave_number, attempt, sha256, head_bytes, chunk_bytes) values ($1, $2, $3, $4, $5)
    on conflict do nothing`,
);

/** A frozen list that can be fetched. */
export interface ServedList extends ListKey {
  /** 32 bytes. */
  sha256: Buffer;
  /** Size of the whole. */
  bytes: number;
  /** Some of its bytes, from the first to before the last. */
  read(from: number, to: number): AsyncGenerator<Buffer>;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** The bytes of frozen lists, as everyone may fetch them. */
export class ListService {
  readonly #database: Pick<Database, 'rows'>;

  constructor(database: Pick<Database, 'rows'>) {
    this.#database = database;
  }

  /** Hashes and measures the newest frozen list of a wave, once: a repeated call finds what is stored. */
  async describe(wave: number): Promise<void> {
    const [frozen] = await this.#database.rows(FROZEN, [wave, null]);
    if (!frozen) throw new Error(`wave ${wave} is not frozen: it has no list`);
    const key = { wave, attempt: frozen.attempt };
    if ((await this.#database.rows(FIND, [wave, key.attempt])).length > 0) return;
    const head = Buffer.from(headLine(frozen.checkpoint));
    const hash = createHash('sha256').update(head);
    const sizes: number[] = [];
    for await (const part of listChunks(this.#database, key)) {
      hash.update(part);
      sizes.push(part.length);
    }
    await this.#database.rows(INSERT, [wave, key.attempt, hash.digest(), head.length, sizes]);
  }

  /** Returns the list of an attempt, or of the newest one; null when there is none. */
  async find(wave: number, attempt: number | null): Promise<ServedList | null> {
    const [frozen] = await this.#database.rows(FROZEN, [wave, attempt]);
    if (!frozen) return null;
    const key = { wave, attempt: frozen.attempt };
    const [list] = await this.#database.rows(FIND, [wave, key.attempt]);
    if (!list) return null;
    const { sha256, headBytes, chunkBytes } = list;
    const head = Buffer.from(headLine(frozen.checkpoint));
    const bytes = headBytes + sum(chunkBytes);
    return { ...key, sha256, bytes, read: (from, to) => this.#read({ ...key, head, chunkBytes }, { from, to }) };
  }

  async *#read(
    { head, chunkBytes, ...key }: ListKey & { head: Buffer; chunkBytes: readonly number[] },
    { from, to }: { from: number; to: number },
  ): AsyncGenerator<Buffer> {
    if (from < head.length) yield head.subarray(from, to);
    let offset = head.length;
    let first = 0;
    while (first < chunkBytes.length && offset + (chunkBytes[first] as number) <= from) {
      offset += chunkBytes[first] as number;
      first += 1;
    }
    if (offset >= to) return;
    for await (const part of listChunks(this.#database, key, first)) {
      yield part.subarray(Math.max(0, from - offset), Math.max(0, to - offset));
      offset += part.length;
      if (offset >= to) return;
    }
  }
}
