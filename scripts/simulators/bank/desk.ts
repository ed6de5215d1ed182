import type { Movement } from '../books.ts';
import { faultOf } from '../faults.ts';
import type { SimulatedPartner } from '../partner.ts';
import type { AskedPayment } from '../requests.ts';
import type { ReceivedFile } from './pain001.reader.ts';
import { type Statement, writeReport } from './pain002.writer.ts';

export interface Report {
  number: number;
  messageId: string;
  text: string;
}

type Later = AskedPayment & { ms: number; fails: boolean };

/** Why a bank rejects a transfer, by status and case of SNAP BI: an account that is closed, or none, or anything else. */
const reasons: Readonly<Record<string, string>> = {
  '40318': 'AC04',
  '40309': 'AC06',
  '40411': 'AC01',
  '40901': 'DUPL',
};

/**
 * A bank's desk for payment files. A message id is taken once for ever, across restarts. The desk reports whether each
 * transfer is accepted, then that it is settled; faults let one wait (PENDING), be rejected, or be reported late.
 */
export class BankDesk {
  readonly #partner: SimulatedPartner;
  readonly #files = new Map<string, string>();
  readonly #uploads = new Map<string, number>();
  readonly #reports: Report[] = [];

  constructor(partner: SimulatedPartner) {
    this.#partner = partner;
  }

  /** Takes over a file that stands in the books since before this process. */
  restore({ reference, account }: Movement): void {
    this.#files.set(reference, account);
  }

  /** Returns the hash of the file of a message id. */
  known(messageId: string): string | undefined {
    return this.#files.get(messageId);
  }

  /** Counts the arrivals of a message id. */
  arrive(messageId: string): number {
    const arrival = (this.#uploads.get(messageId) ?? 0) + 1;
    this.#uploads.set(messageId, arrival);
    return arrival;
  }

  reportsAfter(number: number): readonly Report[] {
    return this.#reports.slice(number, number + 1_000);
  }

  report(number: number): Report | undefined {
    return this.#reports[number - 1];
  }

  /** Pays a file. @returns false for a message id that it has: nothing is paid */
  take({ messageId, transfers }: ReceivedFile, sha256: string): boolean {
    const { switches, options } = this.#partner;
    if (this.#files.has(messageId) && switches.isDuplicateProtectionOn) return false;
    this.#files.set(messageId, sha256);
    options.books.noteFile({ partner: options.code, messageId, sha256 }, this.#partner.now());
    const first: Statement[] = [];
    const settled: Statement[] = [];
    const later: Later[] = [];
    for (const transfer of transfers) {
      const { reference } = transfer;
      const fault = faultOf(switches, reference, 1);
      if (fault?.kind === 'PENDING' || fault?.kind === 'PENDING_FAILS') {
        first.push({ reference, status: 'PDNG' });
        later.push({ ...transfer, ms: fault.ms, fails: fault.kind === 'PENDING_FAILS' });
      } else if (fault?.kind === 'LATE') later.push({ ...transfer, ms: fault.ms, fails: false });
      else if (fault?.kind === 'REFUSED') first.push(rejected(reference, fault.code));
      else {
        const statement = this.#pay(transfer);
        first.push(statement.status === 'ACSC' ? { reference, status: 'ACCP' } : statement);
        if (statement.status === 'ACSC') settled.push(statement);
      }
    }
    this.#say(messageId, first);
    this.#say(messageId, settled);
    for (const ms of new Set(later.map((each) => each.ms))) {
      const group = later.filter((each) => each.ms === ms);
      setTimeout(() => this.#end(messageId, group), ms).unref();
    }
    return true;
  }

  #end(messageId: string, transfers: readonly Later[]): void {
    const statements = transfers.map(({ fails, ms: _, ...transfer }) =>
      fails ? rejected(transfer.reference, '40411') : this.#pay(transfer),
    );
    this.#say(messageId, statements);
  }

  #pay(transfer: AskedPayment): Statement {
    const { reference } = transfer;
    const refusal = this.#partner.payFromFile(transfer);
    return refusal === undefined ? { reference, status: 'ACSC' } : rejected(reference, refusal);
  }

  #say(originalMessageId: string, statements: readonly Statement[]): void {
    if (statements.length === 0) return;
    const number = this.#reports.length + 1;
    const at = new Date(this.#partner.now());
    const messageId = `${this.#partner.options.code.toUpperCase()}-STS-${at.getTime()}-${number}`;
    this.#reports.push({ number, messageId, text: writeReport({ messageId, originalMessageId, at, statements }) });
  }
}

const rejected = (reference: string, code: string): Statement => ({
  reference,
  status: 'RJCT',
  reason: reasons[code] ?? 'NARR',
});
