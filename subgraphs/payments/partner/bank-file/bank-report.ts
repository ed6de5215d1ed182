import type { PoolClient } from 'pg';
import { execute } from '../../../kit/database.ts';
import type { Outcome } from '../adapter.ts';
import { outcomeOfRest, outcomeOfStatus, readPain002, type StatusReport } from '../iso20022/pain002.ts';
import { PaymentFileError } from '../iso20022/payment-file.error.ts';
import {
  CONTRADICTED,
  FILE_OF_REPORT,
  HEAR_REST,
  HEAR_TRANSFERS,
  KNOWN_REPORT,
  NOTE_REPORT,
  type TransferStatus,
} from './bank-file.statement.ts';

export interface FetchedReport {
  partner: string;
  number: number;
  /** As the bank's list names it. */
  messageId: string;
  bytes: Buffer;
  now: Date;
}

interface Word {
  status: Exclude<TransferStatus, 'QUEUED'>;
  code: string | null;
}

/** What becomes of a transfer: a status that nobody knows leaves it where it is, under its code. */
const wordOf = (outcome: Outcome): Word => {
  if (outcome.state === 'PAID') return { status: 'PAID', code: null };
  return { status: outcome.state === 'FAILED' ? 'FAILED' : 'FILED', code: outcome.code };
};

const read = async ({ bytes, messageId }: FetchedReport): Promise<StatusReport | { fault: string }> => {
  try {
    const report = await readPain002([bytes]);
    return report.messageId === messageId ? report : { fault: 'MESSAGE_ID' };
  } catch (error) {
    if (error instanceof PaymentFileError) return { fault: error.code };
    throw error;
  }
};

const hear = async (client: PoolClient, report: StatusReport, { file, now }: { file: number; now: Date }) => {
  const words = report.transfers.map(({ status, reason }) => wordOf(outcomeOfStatus(status, reason)));
  const references = report.transfers.map(({ reference }) => reference);
  const statuses = words.map(({ status }) => status);
  const [told] = (await execute(client, CONTRADICTED, [file, references, statuses])).rows;
  await execute(client, HEAR_TRANSFERS, [file, references, statuses, words.map(({ code }) => code), now]);
  const rest = outcomeOfRest(report);
  if (rest.state !== 'UNKNOWN') {
    const { status, code } = wordOf(rest);
    await execute(client, HEAR_REST, [file, references, status, code, now]);
  }
  return { transfers: references.length, contradictions: told?.count ?? 0 };
};

/** Takes in a bank's report, once, in one transaction. One that cannot be read is kept as such and says nothing. */
export const takeReport = async (client: PoolClient, fetched: FetchedReport): Promise<{ fault: string | null }> => {
  const { partner, number, messageId, now } = fetched;
  const report = await read(fetched);
  await client.query('begin');
  try {
    let fault = 'fault' in report ? report.fault : null;
    let heard = { transfers: 0, contradictions: 0 };
    let file: number | null = null;
    if (!('fault' in report)) {
      const [known] = (await execute(client, KNOWN_REPORT, [partner, messageId])).rows;
      [{ id: file } = { id: null }] = (await execute(client, FILE_OF_REPORT, [partner, report.originalMessageId])).rows;
      if (known) fault = 'MESSAGE_REPEATED';
      else if (file === null) fault = 'FILE_UNKNOWN';
      else heard = await hear(client, report, { file, now });
    }
    const { transfers, contradictions } = heard;
    await execute(client, NOTE_REPORT, [partner, number, messageId, file, transfers, contradictions, fault, now]);
    await client.query('commit');
    return { fault };
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
