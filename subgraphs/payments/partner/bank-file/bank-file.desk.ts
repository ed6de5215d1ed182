import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { type Database, execute } from '../../../kit/database.ts';
import { FencedWork } from '../../../kit/fenced-work.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { jakartaDayAfter } from '../../../kit/jakarta.ts';
import type { Logger } from '../../../kit/log.ts';
import type { RowsOf } from '../../../kit/statement.ts';
import { Secret } from '../../../kit/vault/secret.ts';
import type { Vault } from '../../../kit/vault/vault.ts';
import { walletPlace } from '../../wallet/index.ts';
import { type FileTransfer, MOST_TRANSFERS, type PaymentFile, writePain001 } from '../iso20022/pain001.ts';
import { PaymentFileError } from '../iso20022/payment-file.error.ts';
import { type BankClient, BankError } from './bank.client.ts';
import {
  DROP_QUEUED,
  END_FILE,
  FAIL_TRANSFERS,
  LAST_REPORT,
  MAKE_FILE,
  NEXT_FILE,
  NOTE_ATTEMPT,
  TRANSFERS_OF_FILE,
  WAITING_DESKS,
} from './bank-file.statement.ts';
import { takeReport } from './bank-report.ts';

/** How files of one bank are made and sent. */
export interface DeskSettings {
  debtor: PaymentFile['debtor'];
  /** BIC of the bank that keeps the accounts that are paid. */
  creditorAgent: string;
  /** Transfers of one file. */
  most: number;
  /** How long a transfer waits for others. */
  gatherMs: number;
  /** How often the bank is asked. */
  everyMs: number;
  refusesDuplicates: boolean;
}

export interface Desk {
  code: string;
  client: BankClient;
  settings: DeskSettings;
}

interface DeskNeeds {
  database: Database;
  vault: Vault;
  log: Pick<Logger, 'error'>;
  now: () => Date;
}

type MadeFile = RowsOf<typeof NEXT_FILE>;

interface FileEnd {
  status: 'SENT' | 'REFUSED' | 'DISPUTED';
  code: string | null;
}

// "bank", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x62_61_6e_6b;
const PAGE = 1_000;
const CALL_MS = 120_000;
/** Nobody's name is in an order: the bank looks it up by the account. */
const NAME = 'PENERIMA PRAKERJA';

/** Makes, sends and follows the payment files of one bank; one process at a time does so. */
class DeskWork {
  readonly #desk: Desk;
  readonly #needs: DeskNeeds;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(desk: Desk, needs: DeskNeeds) {
    this.#desk = desk;
    this.#needs = needs;
  }

  /** One round: reports first, which also shows that the bank is the one that we think. Never more often than asked. */
  async turn(client: PoolClient): Promise<void> {
    const { settings } = this.#desk;
    const { now } = this.#needs;
    if (now().getTime() - this.#askedAt < settings.everyMs) return;
    this.#askedAt = now().getTime();
    await this.#make(client);
    try {
      await this.#hear(client);
      await this.#send(client);
      await this.#hear(client);
    } catch (error) {
      if (!(error instanceof BankError)) throw error;
      this.#needs.log.error({ partner: this.#desk.code, code: error.code }, 'a bank was not reached about its files');
    }
  }

  async #make(client: PoolClient): Promise<void> {
    const { code, settings } = this.#desk;
    const at = this.#needs.now();
    const since = new Date(at.getTime() - settings.gatherMs);
    const most = Math.min(settings.most, MOST_TRANSFERS);
    await execute(client, DROP_QUEUED, [code, at]);
    for (;;) {
      const messageId = `PK${uuidv7(at.getTime()).replaceAll('-', '')}`;
      const values = [code, most, since, messageId, jakartaDayAfter(at, 0), at];
      const { rows } = await execute(client, MAKE_FILE, values);
      if (rows.length < most) return;
    }
  }

  async #hear(client: PoolClient): Promise<void> {
    const { code: partner, client: bank } = this.#desk;
    const { now, log } = this.#needs;
    const [last] = (await execute(client, LAST_REPORT, [partner])).rows;
    for (const { number, messageId } of await bank.reports(last?.number ?? 0, AbortSignal.timeout(CALL_MS))) {
      const bytes = await bank.report(number, AbortSignal.timeout(CALL_MS));
      const { fault } = await takeReport(client, { partner, number, messageId, bytes, now: now() });
      if (fault !== null) log.error({ partner, number, fault }, 'a report of a bank says nothing');
    }
  }

  async #send(client: PoolClient): Promise<void> {
    let after = 0;
    for (;;) {
      const [file] = (await execute(client, NEXT_FILE, [this.#desk.code, after])).rows;
      if (!file) return;
      await this.#sendFile(client, file);
      after = file.id;
    }
  }

  async #sendFile(client: PoolClient, file: MadeFile): Promise<void> {
    const { client: bank, settings } = this.#desk;
    const sha256 = await this.#hash(client, file);
    // An earlier upload may have arrived: the bank is asked before anything is sent again.
    if (file.attempts > 0) {
      const known = await bank.known(file.messageId, AbortSignal.timeout(CALL_MS));
      if (known !== null) return this.#has(client, file, known === file.sha256?.toString('hex'));
      if (!settings.refusesDuplicates) return this.#end(client, file, { status: 'DISPUTED', code: 'NOT_RESENT' });
    }
    if (file.sha256 && file.sha256.toString('hex') !== sha256)
      return this.#end(client, file, { status: 'DISPUTED', code: 'ALTERED' });
    await execute(client, NOTE_ATTEMPT, [file.id, Buffer.from(sha256, 'hex')]);
    const pieces = this.#pieces(client, file);
    const upload = await bank.upload({ messageId: file.messageId, sha256, pieces }, AbortSignal.timeout(CALL_MS));
    if (upload.kind === 'TAKEN') return this.#has(client, file, true);
    if (upload.kind === 'REPEATED') return this.#has(client, file, upload.sha256 === sha256);
    if (upload.kind === 'UNKNOWN') return;
    await this.#refuse(client, file, upload.code);
  }

  /** The bank has a file of this message id: ours, or one of somebody else, of which a person decides. */
  #has(client: PoolClient, file: MadeFile, isOurs: boolean): Promise<void> {
    return this.#end(
      client,
      file,
      isOurs ? { status: 'SENT', code: null } : { status: 'DISPUTED', code: 'MESSAGE_ID_USED' },
    );
  }

  async #end(client: PoolClient, { id, messageId }: MadeFile, { status, code }: FileEnd): Promise<void> {
    await execute(client, END_FILE, [id, status, code, this.#needs.now()]);
    if (status !== 'DISPUTED') return;
    this.#needs.log.error({ partner: this.#desk.code, messageId, code }, 'nobody knows what a bank did with a file');
  }

  async #refuse(client: PoolClient, file: MadeFile, code: string): Promise<void> {
    await client.query('begin');
    try {
      await this.#end(client, file, { status: 'REFUSED', code });
      await execute(client, FAIL_TRANSFERS, [file.id, `FILE_${code}`, this.#needs.now()]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  }

  async #hash(client: PoolClient, file: MadeFile): Promise<string> {
    const hash = createHash('sha256');
    for await (const piece of this.#pieces(client, file)) hash.update(piece);
    return hash.digest('hex');
  }

  /** The file, made anew from its rows: the same bytes each time. */
  #pieces(client: PoolClient, { id, messageId, madeAt, executionDate, count, sum }: MadeFile): AsyncGenerator<string> {
    const transfers = this.#transfers(client, id);
    const { debtor } = this.#desk.settings;
    return writePain001({ messageId, createdAt: madeAt, executionDate, debtor, count, controlSum: sum, transfers });
  }

  async *#transfers(client: PoolClient, file: number): AsyncGenerator<FileTransfer> {
    let after = '';
    for (;;) {
      const { rows } = await execute(client, TRANSFERS_OF_FILE, [file, after, PAGE]);
      const sealed = rows.map(({ participant, sealed: value }) => {
        return { ...walletPlace(participant), kind: 'account' as const, sealed: value };
      });
      const accounts = await this.#needs.vault.open(client, sealed);
      for (const [index, { reference, amount }] of rows.entries()) {
        const account = accounts[index];
        if (!(account instanceof Secret))
          throw new PaymentFileError('ACCOUNT', `the account of ${reference} opens no more`);
        const { creditorAgent: agent } = this.#desk.settings;
        yield { reference, amount, name: NAME, account: account.reveal(), agent };
      }
      if (rows.length < PAGE) return;
      after = rows.at(-1)?.reference ?? after;
    }
  }
}

/** Looks after the payment files of all banks that take them. */
export const bankFileWork = (desks: readonly Desk[], needs: DeskNeeds): FencedWork => {
  const works = desks.map((desk) => new DeskWork(desk, needs));
  const codes = desks.map(({ code }) => code);
  const { database, log } = needs;
  return new FencedWork({
    name: 'bank files',
    lockClass: LOCK_CLASS,
    database,
    log,
    waiting: async () => {
      if (codes.length === 0) return [];
      return (await database.rows(WAITING_DESKS, [codes])).map(({ partner }) => codes.indexOf(partner));
    },
    advance: async (client, index) => {
      await works[index]?.turn(client);
      return false;
    },
  });
};
