import type { Books } from '../books.ts';
import { type FileFault, strikesRow } from '../faults.ts';

/** One row of a partner's settlement file. */
export interface SettledRow {
  reference: string;
  amount: bigint;
  status: 'PAID' | 'FAILED' | 'RETURNED';
  /** ISO 8601, in Jakarta's time. */
  at: string;
}

export interface DayOptions {
  books: Books;
  partner: string;
  /** `YYYY-MM-DD` in Jakarta. */
  day: string;
  /** Rupiah for each payment. */
  fee: number;
  faults: readonly FileFault[];
  seed: number;
  /** Statements of banks know no failure: a fault of the status lets a payment come back that did not. */
  isStatement: boolean;
}

/** What the rows of a day add up to. */
export interface DayTotals {
  /** What the deposit held at its begin. */
  opening: bigint;
  count: number;
  /** All amounts, whatever their status. */
  sum: bigint;
  paid: bigint;
  returned: bigint;
  fees: bigint;
}

const FILLED = 10_000_000_000_000n;
const STRANGE_AMOUNT = 600_000n;

/** The moment in Jakarta's time, to the second. */
export const jakartaTime = (ms: number): string => `${new Date(ms + 25_200_000).toISOString().slice(0, 19)}+07:00`;

const planted = function* (row: SettledRow, { faults, seed, isStatement }: DayOptions): Generator<SettledRow> {
  const struck = faults.filter((each) => strikesRow(each, row.reference, seed));
  const isStruck = (wanted: FileFault['kind']) => struck.some(({ kind }) => kind === wanted);
  const isWrong = isStruck('STATUS');
  if (!isStruck('MISSING')) {
    const amount = isStruck('AMOUNT') ? row.amount + 1n : row.amount;
    yield { ...row, amount, status: isWrong && !isStatement ? 'FAILED' : row.status };
    if (isWrong && isStatement) yield { ...row, amount, status: 'RETURNED' };
  }
  if (struck.some(({ kind, references }) => kind === 'EXTRA' && !references)) {
    yield { ...row, reference: `X${row.reference.slice(1)}` };
  }
};

/** The rows of a day as the file has them, planted faults included. */
export const rowsOf = async function* (options: DayOptions): AsyncGenerator<SettledRow> {
  const { books, partner, day, faults } = options;
  for await (const movement of books.movements()) {
    if (movement.partner !== partner || movement.kind === 'FILE') continue;
    const at = jakartaTime(Date.parse(movement.at));
    if (!at.startsWith(day)) continue;
    const { reference, amount, kind } = movement;
    const row: SettledRow = { reference, amount: BigInt(amount), status: kind === 'RETURN' ? 'RETURNED' : 'PAID', at };
    if (kind === 'RETURN') yield row;
    else yield* planted(row, options);
  }
  for (const { kind, references = [] } of faults) {
    if (kind !== 'EXTRA') continue;
    for (const reference of references) {
      yield { reference, amount: STRANGE_AMOUNT, status: 'PAID', at: `${day}T12:00:00+07:00` };
    }
  }
};

/** What left the deposit before the day: payments and their fees, without what came back. */
const leftBefore = async ({ books, partner, day, fee }: DayOptions): Promise<bigint> => {
  let left = 0n;
  for await (const movement of books.movements()) {
    if (movement.partner !== partner || movement.kind === 'FILE') continue;
    if (jakartaTime(Date.parse(movement.at)).slice(0, 10) >= day) continue;
    left += movement.kind === 'RETURN' ? -BigInt(movement.amount) : BigInt(movement.amount) + BigInt(fee);
  }
  return left;
};

/** Adds up a day before its file is written: a statement begins with its balance. */
export const totalsOf = async (options: DayOptions): Promise<DayTotals> => {
  const opening = FILLED - (await leftBefore(options));
  const totals: DayTotals = { opening, count: 0, sum: 0n, paid: 0n, returned: 0n, fees: 0n };
  for await (const { amount, status } of rowsOf(options)) {
    totals.count += 1;
    totals.sum += amount;
    if (status === 'RETURNED') totals.returned += amount;
    if (status !== 'PAID') continue;
    totals.paid += amount;
    totals.fees += BigInt(options.fee);
  }
  return totals;
};
