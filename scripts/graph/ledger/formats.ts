import type { JournalLine } from './journal.ts';

const rupiah = (amount: bigint) => (amount === 0n ? '' : amount.toLocaleString('id-ID'));

const WIDTHS = [19, 54, 44, 20, 20, 20];

const row = (cells: readonly string[]): string => {
  const padded = cells.map((cell, index) =>
    index < 3 ? cell.padEnd(WIDTHS[index] ?? 0) : cell.padStart(WIDTHS[index] ?? 0),
  );
  return `${padded.join('  ').trimEnd()}\n`;
};

// What a caller could choose, such as a reference, must not move the cursor of whoever reads it.
const safe = (text: string) => text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');

const nameOf = ({ account, party }: JournalLine) => safe(party === null ? account : `${account} ${party}`);

/** The table for people; an entry's date and name stand at its first line only. */
export const tableOf = () => {
  let last = '';
  return {
    head: row(['DATE (WIB)', 'ENTRY', 'ACCOUNT', 'DEBIT', 'CREDIT', 'BALANCE']),
    line: (line: JournalLine): string => {
      const entry = safe(`${line.kind} ${line.reference}`);
      const isFirst = entry !== last;
      last = entry;
      const { debit, credit, balance } = line;
      const amounts = [rupiah(debit), rupiah(credit), balance.toLocaleString('id-ID')];
      return row([isFirst ? line.date : '', isFirst ? entry : '', nameOf(line), ...amounts]);
    },
  };
};

// No cell is a formula.
const cell = (text: string) => {
  const plain = /^[=+\-@\t\r]/.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

const record = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`;

/** The same with one record a line, for spreadsheets. */
export const csvOf = () => ({
  head: record(['date', 'kind', 'reference', 'account', 'party', 'debit', 'credit', 'balance']),
  line: ({ date, kind, reference, account, party, debit, credit, balance }: JournalLine): string =>
    record([date, kind, reference, account, party ?? '', String(debit), String(credit), String(balance)]),
});
