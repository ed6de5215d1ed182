import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { run } from '../../kit/database.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { once } from '../../kit/idempotency.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import { paymentPartners } from '../wallet/index.ts';
import { INSERT_FILE, KNOWN_FILES } from './file.statement.ts';
import { refusals } from './reconciliation.refusal.ts';
import type { FileFormat } from './settlement-file.ts';

export interface NewSettlementFile {
  partner: string;
  file: string;
  sha256: string;
  date: string;
  format: FileFormat;
}

export interface SettlementCall {
  caller: Caller;
  requestId: string;
  key: string;
}

interface SettlementOptions {
  imports: Pick<FencedWork, 'attend'>;
  /** Directory of the files to import; null without one. */
  directory: string | null;
  now: () => Date;
}

const PLAIN = /^(?!\.)[\w.-]{1,200}$/;

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Takes in settlement files of payment partners. */
export class SettlementFileService {
  readonly #options: SettlementOptions;

  constructor(options: SettlementOptions) {
    this.#options = options;
  }

  /**
   * Begins the import of a file and waits a few seconds for it; a large one goes on. The same file for the same partner
   * and day is answered as before.
   * @returns the file's id
   * @throws Refusal FORBIDDEN, PARTNER_UNKNOWN, SETTLEMENT_DATE_INVALID, SHA256_MALFORMED, SETTLEMENT_FILE_UNKNOWN,
   * SETTLEMENT_FILE_ALREADY_IMPORTED, SETTLEMENT_DAY_ALREADY_IMPORTED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async import(em: EntityManager, input: NewSettlementFile, { caller, requestId, key }: SettlementCall) {
    if (!caller.can('reconciliation:decide')) throw notAllowed({ scopes: ['reconciliation:decide'] });
    const digest = await this.#check(input);
    const { imports, now } = this.#options;
    const { partner, date: day, format, file } = input;
    const body = { ...input, sha256: digest };
    const requestedBy = caller.id ?? '';
    const id = await em.transactional((tx) =>
      once(tx, { caller: requestedBy, operation: 'importSettlementFile', key, body }, async () => {
        const sha256 = Buffer.from(digest, 'hex');
        const values = { partner, day, format, file, sha256, requestedBy, requestId, at: now() };
        const [inserted] = await run(tx, INSERT_FILE, values);
        if (!inserted) return this.#known(tx, values);
        touched('SettlementFile', inserted.id);
        return inserted.id;
      }),
    );
    await imports.attend(id);
    return id;
  }

  /** The file that was imported before, when it is this one for this partner and day. */
  async #known(tx: EntityManager, values: { partner: string; day: string; sha256: Buffer }): Promise<number> {
    const known = await run(tx, KNOWN_FILES, values);
    const same = known.find(({ isSame }) => isSame);
    if (!same) throw refusals.sameDay();
    if (same.partnerCode !== values.partner || same.day !== values.day) throw refusals.sameFile();
    return same.id;
  }

  async #check({ partner, date, file, ...input }: NewSettlementFile): Promise<string> {
    const { directory, now } = this.#options;
    if (!paymentPartners.some(({ code }) => code === partner)) throw refusals.partner();
    if (date >= jakartaDayAfter(now(), 0)) throw refusals.date();
    const sha256 = typedWithin(input.sha256, { most: 64, read: typedLine })?.toLowerCase();
    if (sha256 === undefined || !/^[0-9a-f]{64}$/.test(sha256)) throw refusals.sha256();
    if (directory === null || !PLAIN.test(file) || !(await exists(join(directory, file)))) throw refusals.file();
    return sha256;
  }
}
