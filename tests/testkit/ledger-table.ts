interface Line {
  day: string;
  entry: string;
  account: string;
  debit: number;
  credit: number;
}

// Money that stands on an account of the person, against the account that it came from or went to. Payments of one moment
// stand together by account: in which order partners answer is not told.
const LINES = `select to_char(posted_at at time zone 'Asia/Jakarta', 'YYYY-MM-DD') as day, kind as entry,
    account_code as account, greatest(amount, 0)::int as debit, greatest(-amount, 0)::int as credit
  from posting join journal_entry on id = entry_id where participant_id = $1
  order by posted_at, kind = 'PAY', case when kind <> 'PAY' then entry_id end, account_code, amount`;

const rupiah = (amount: number) => String(amount).replace(/\B(?=(\d{3})+$)/g, '.');

const lineOf = ([day, entry, account, ...amounts]: readonly string[]): string =>
  [day, entry?.padEnd(8), account?.padEnd(20), ...amounts.map((amount) => amount.padStart(10))].join(' ').trimEnd();

const HEADINGS = lineOf(['DATE      ', 'ENTRY', 'ACCOUNT', 'DEBIT', 'CREDIT', 'BALANCE']);

/** A person's accounts as an accountant reads them: date, entry, account, debit, credit, and the balance after it. */
export const ledgerTable = async (
  query: <T>(text: string, values: unknown[]) => Promise<T[]>,
  person: string,
): Promise<string> => {
  const balances = new Map<string, number>();
  const rows = (await query<Line>(LINES, [person])).map(({ day, entry, account, debit, credit }) => {
    const balance = (balances.get(account) ?? 0) + debit - credit;
    balances.set(account, balance);
    const moved = [debit, credit].map((amount) => (amount === 0 ? '' : rupiah(amount)));
    return lineOf([day, entry, account, ...moved, rupiah(balance)]);
  });
  return [HEADINGS, ...rows].join('\n');
};
