/** What a partner says of an order. */
export enum LineStatus {
  PAID = 'PAID',
  FAILED = 'FAILED',
  RETURNED = 'RETURNED',
}

export enum FileFormat {
  CSV = 'CSV',
  MT940 = 'MT940',
  CAMT053 = 'CAMT053',
}

/** One order in a settlement file. */
export interface SettlementRow {
  /** Line of the file, from 1; rows of one line share it. */
  line: number;
  reference: string;
  /** Whole rupiah. */
  amount: bigint;
  status: LineStatus;
  paidAt: Date | null;
  fee: bigint;
}

/** What a file says of itself; its control totals have been checked. */
export interface SettlementHead {
  messageId: string;
  /** The partner's code; null where the format does not name it. */
  partner: string | null;
  /** `YYYY-MM-DD` in Jakarta. */
  date: string;
  /** Fees that are of no order. */
  otherFees: bigint;
}

/** Reads the rows of a file in bounded memory and returns its head; throws the first FileFault. */
export type SettlementReader = (bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<SettlementRow, SettlementHead>;
