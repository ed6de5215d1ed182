import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import { mayImport } from './barred.policy.ts';
import { refusals } from './barred.refusal.ts';
import type { BarredImports } from './barred-imports.service.ts';

export { holdLists } from './barred.lock.service.ts';

export interface NewBarredList {
  list: 'SOCIAL_AID' | 'STATE_OFFICIALS' | 'STUDENTS';
  source: string;
  listDate: string;
  mode: 'FULL' | 'ADD';
  file: string;
  sha256: string;
}

export interface BarredServiceOptions {
  runner: Pick<BarredImports, 'work'>;
  /** Where files are put for import; null when nowhere. */
  directory: string | null;
  now: () => Date;
}

const INSERT = `insert into barred_list_version
    (list, source, list_date, mode, file, file_sha256, status, requested_by, request_id, requested_at)
  values ($1, $2, $3, $4, $5, $6, 'LOADING', $7, $8, $9) on conflict do nothing returning id`;

const PLAIN = /^(?!\.)[\w.-]{1,200}$/;
const WAIT_MS = 3_000;

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
   * @returns the version's id
   * @throws Refusal FORBIDDEN, SOURCE_MALFORMED, LIST_DATE_INVALID, SHA256_MALFORMED, FILE_UNKNOWN,
   * LIST_IMPORT_RUNNING, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async import(
    em: EntityManager,
    input: NewBarredList,
    { caller, requestId, key }: { caller: Caller; requestId: string; key: string },
  ): Promise<number> {
    if (!mayImport(caller)) throw refusals.forbidden();
    const { list, listDate, mode, file } = input;
    const { source, sha256: digest } = await this.#read(input);
    const { runner, now } = this.#options;
    const body = { ...input, source, sha256: digest };
    const id = await em.transactional((tx) =>
      once(tx, { caller: caller.id ?? '', operation: 'importBarredList', key, body }, async () => {
        const sha256 = Buffer.from(digest, 'hex');
        const values = [list, source, listDate, mode, file, sha256, caller.id, requestId, now()];
        const [row] = (await execute<{ id: number }>(tx, INSERT, values)).rows;
        if (!row) throw refusals.running();
        touched('BarredListVersion', row.id);
        return row.id;
      }),
    );
    await Promise.race([runner.work(id), delay(WAIT_MS, undefined, { ref: false })]);
    return id;
  }

  async #read({ listDate, file, ...input }: NewBarredList) {
    const { directory, now } = this.#options;
    const source = typedWithin(input.source, { least: 3, most: 200, read: typedLine });
    if (source === null) throw refusals.source();
    if (listDate > jakartaDayAfter(now(), 0)) throw refusals.date();
    const sha256 = typedWithin(input.sha256, { most: 64, read: typedLine });
    if (sha256 === null || !/^[0-9a-f]{64}$/i.test(sha256)) throw refusals.sha256();
    if (directory === null || !PLAIN.test(file) || !(await exists(join(directory, file)))) throw refusals.file();
    return { source, sha256 };
  }
}
