import { join } from 'node:path';
import pg from 'pg';
import { sqlTypes } from '../../subgraphs/kit/sql-types.ts';
import { simulatedPartner } from '../../subgraphs/payments/partner/index.ts';
import { paymentPartners } from '../../subgraphs/payments/wallet/partners.data.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { partnersOfStack } from './conformance/stack-partners.ts';
import { DEFAULT_DATA, databaseOf, dataOption } from './places.ts';
import { fetchSettlement } from './reconciliation.fetch.ts';
import { type DifferenceLine, differencesOfDay, type PartnerDay, partnersOfDay } from './reconciliation.rows.ts';
import { table } from './table.ts';

const help = `
npm run graph -- reconciliation --date YYYY-MM-DD [--partner CODE] [--csv] [--data DIR]
npm run graph -- reconciliation --date YYYY-MM-DD [--partner CODE] --fetch [--data DIR]

Prints a day's settlement files beside the ledger: for each partner what the ledger has as paid, what its file has, what
matched and what differs, then each difference and how far it is decided. Ends with 1 while something is open, or a
partner that was paid through has no file.
  --date     the day in Jakarta
  --partner  only this partner, for example gopay
  --csv      the differences alone, as CSV
  --fetch    fetches the files of a running stack's simulators into its directory of settlement files, checks their
             hashes and signatures, and prints what importSettlementFile takes of each
  --data     the stack's data directory; npm run graph -- --help says where it finds the database without it
`;

const rupiah = (amount: bigint | null): string => (amount === null ? '' : amount.toLocaleString('en'));

const summary = (days: readonly PartnerDay[]): string =>
  table([
    ['partner', 'paid', 'sum', 'returned', 'file', 'rows', 'sum', 'matched', 'sum', 'differ', 'open'],
    ...days.map((day) => [
      day.partner,
      ...[`${day.paid}`, rupiah(day.paidSum), `${day.returned}`, day.status ?? 'none'],
      ...[`${day.lines}`, rupiah(day.lineSum), `${day.matched}`, rupiah(day.matchedSum)],
      ...[`${day.differences}`, `${day.open}`],
    ]),
  ]);

const HEADINGS = ['partner', 'difference', 'reference', 'line', 'file says', 'amount', 'ledger says', 'amount'];
const cellsOf = (line: DifferenceLine, money: (amount: bigint | null) => string): string[] => [
  ...[line.partner, line.kind, line.reference, `${line.line ?? ''}`],
  ...[
    line.kind === 'MISSING' ? '' : line.fact,
    money(line.fileAmount),
    line.ledgerState ?? '',
    money(line.ledgerAmount),
  ],
  ...[line.status, line.resolution ?? ''],
];

const printTable = async (days: readonly PartnerDay[], pages: AsyncIterable<DifferenceLine[]>) => {
  process.stdout.write(summary(days));
  for await (const page of pages) {
    const rows = page.map((line) => cellsOf(line, rupiah));
    process.stdout.write(`\n${table([[...HEADINGS, 'status', 'decision'], ...rows])}`);
  }
};

const CSV = 'date,partner,difference,reference,line,fileSays,fileAmount,ledgerSays,ledgerAmount,status,decision\n';

/** No cell needs quotes: references are letters, digits and marks, and begin with neither a sign nor an equals sign. */
const printCsv = async (date: string, pages: AsyncIterable<DifferenceLine[]>) => {
  process.stdout.write(CSV);
  for await (const page of pages) {
    const lines = page.map((line) => `${[date, ...cellsOf(line, (amount) => `${amount ?? ''}`)].join(',')}\n`);
    process.stdout.write(lines.join(''));
  }
};

const readDate = (date: string | undefined): string => {
  const moment = new Date(`${date}T00:00:00Z`);
  if (date !== undefined && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date)) return date;
  throw new UsageError('say which day with --date YYYY-MM-DD (--help tells more)');
};

const readPartner = (partner: string | undefined): string | null => {
  if (partner === undefined || paymentPartners.some(({ code }) => code === partner)) return partner ?? null;
  throw new UsageError(
    `there is no partner ${partner}; there are: ${paymentPartners.map(({ code }) => code).join(', ')}`,
  );
};

const fetchAll = async (date: string, wanted: string | null, data: string): Promise<void> => {
  const rows: string[][] = [['partner', 'format', 'file', 'sha256']];
  for (const one of partnersOfStack(data)) {
    if (wanted !== null && one.code !== wanted) continue;
    const fetched = await fetchSettlement(simulatedPartner.parse(one), date, join(data, 'settlements'));
    if (fetched) rows.push([fetched.partner, fetched.format, fetched.file, fetched.sha256]);
  }
  if (rows.length === 1) throw new Error(`no partner has a file of ${date}: the day has not ended`);
  process.stdout.write(table(rows));
};

export const command = graphCommand({
  help,
  options: {
    date: { type: 'string' },
    partner: { type: 'string' },
    csv: { type: 'boolean' },
    fetch: { type: 'boolean' },
    ...dataOption,
  },
  run: async ({ data, csv = false, fetch: isFetched = false, ...wanted }) => {
    const date = readDate(wanted.date);
    const partner = readPartner(wanted.partner);
    if (isFetched) return fetchAll(date, partner, data ?? DEFAULT_DATA);
    const client = new pg.Client({ connectionString: databaseOf('payments', data), types: sqlTypes });
    await client.connect();
    try {
      // In one snapshot: totals and differences belong together.
      await client.query('begin isolation level repeatable read read only');
      const days = await partnersOfDay(client, date, partner);
      const pages = differencesOfDay(client, date, partner);
      await (csv ? printCsv(date, pages) : printTable(days, pages));
      const isOpen = days.some(({ open, paid, status }) => open > 0 || (paid > 0 && status !== 'DONE'));
      process.exitCode = isOpen ? 1 : 0;
    } finally {
      await client.end();
    }
  },
});
