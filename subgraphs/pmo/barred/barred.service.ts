import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, run } from '../../kit/database.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { once } from '../../kit/idempotency.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { queriesOver } from '../../kit/query.ts';
import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import { BarredListVersionEntity } from './barred.entity.ts';
import { refusals } from './barred.refusal.ts';
import { SOURCE } from './barred.statement.ts';
import { ImportStatus } from './barred.status.ts';
import type { ImportedList, ImportMode } from './imported-list.ts';

export interface NewBarredList {
  list: ImportedList;
  source: string;
  listDate: string;
  mode: ImportMode;
  file: string;
  sha256: string;
}

export interface ImportCall {
  caller: Caller;
  requestId: string;
  key: string;
}

export interface BarredServiceOptions {
  imports: Pick<FencedWork, 'attend'>;
  /** Directory of the files to import; null without one. */
  directory: string | null;
  now: () => Date;
}

interface NewVersion extends Omit<NewBarredList, 'sha256'> {
  sourceId: number;
  isNewSource: boolean;
  sha256: Buffer;
  requestedBy: string;
  requestId: string;
  at: Date;
}

// Nothing is inserted while another version of the list is under way.
const INSERT = queriesOver(BarredListVersionEntity)<NewVersion>()('barred-version-insert', (db, values) =>
  db
    .insertInto('barred_list_version')
    .values({
      list: values.list,
      source: values.source,
      sourceId: values.sourceId,
      isNewSource: values.isNewSource,
      listDate: values.listDate,
      mode: values.mode,
      file: values.file,
      fileSha256: values.sha256,
      status: ImportStatus.LOADING,
      requestedBy: values.requestedBy,
      requestId: values.requestId,
      requestedAt: values.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
);

const PLAIN = /^(?!\.)[\w.-]{1,200}$/;

/** Letters and digits of a source's name, in capitals: however it is typed, it is one source. */
const sourceKey = (name: string): string =>
  name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Takes in lists of people whom a policy bars. */
export class BarredService {
  readonly #options: BarredServiceOptions;

  constructor(options: BarredServiceOptions) {
    this.#options = options;
  }

  /**
   * Begins the import of a file and waits a few seconds for it; a large one goes on, and its version tells how far.
   * Lists decide who may receive: it takes an officer whose scope names them.
   * @returns the version's id
   * @throws Refusal FORBIDDEN, SOURCE_MALFORMED, LIST_DATE_INVALID, SHA256_MALFORMED, FILE_UNKNOWN,
   * LIST_IMPORT_RUNNING, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async import(em: EntityManager, input: NewBarredList, { caller, requestId, key }: ImportCall): Promise<number> {
    if (!caller.can('barred:import')) throw notAllowed({ scopes: ['barred:import'] });
    const { list, listDate, mode, file } = input;
    const { source, sha256: digest } = await this.#read(input);
    const { imports, now } = this.#options;
    const body = { ...input, source, sha256: digest };
    const requestedBy = caller.id ?? '';
    const id = await em.transactional((tx) =>
      once(tx, { caller: requestedBy, operation: 'importBarredList', key, body }, async () => {
        const sha256 = Buffer.from(digest, 'hex');
        const named = (await execute(tx, SOURCE, [list, source, sourceKey(source)])).rows[0];
        if (!named) throw new Error('a source was neither found nor made');
        const { id: sourceId, isNew: isNewSource } = named;
        const version = {
          list,
          source,
          sourceId,
          isNewSource,
          listDate,
          mode,
          file,
          sha256,
          requestedBy,
          requestId,
          at: now(),
        };
        const [inserted] = await run(tx, INSERT, version);
        if (!inserted) throw refusals.running();
        touched('BarredListVersion', inserted.id);
        return inserted.id;
      }),
    );
    await imports.attend(id);
    return id;
  }

  async #read({ listDate, file, ...input }: NewBarredList) {
    const { directory, now } = this.#options;
    const source = typedWithin(input.source, { least: 3, most: 200, read: typedLine });
    if (source === null || sourceKey(source) === '') throw refusals.source();
    if (listDate > jakartaDayAfter(now(), 0)) throw refusals.date();
    const sha256 = typedWithin(input.sha256, { most: 64, read: typedLine });
    if (sha256 === null || !/^[0-9a-f]{64}$/i.test(sha256)) throw refusals.sha256();
    if (directory === null || !PLAIN.test(file) || !(await exists(join(directory, file)))) throw refusals.file();
    return { source, sha256 };
  }
}
