import type pg from 'pg';
import { sqlTypes } from '../../../subgraphs/kit/sql-types.ts';

/** What of the journal is shown. */
export interface JournalFilter {
  participant?: string | undefined;
  wave?: number | undefined;
  year?: number | undefined;
  party?: string | undefined;
}

/** What one entry does to one account, and of one party where it has one. */
export interface JournalLine {
  /** Day and time in Jakarta. */
  date: string;
  kind: string;
  reference: string;
  account: string;
  party: string | null;
  /** Taken from the account, in whole rupiah. */
  debit: bigint;
  /** Put on the account. */
  credit: bigint;
  /** What all lines up to this one leave on the account. */
  balance: bigint;
}

const conditions = { participant: 'participant_id', wave: 'wave_number', year: 'year', party: 'party' } as const;

const textOf = (columns: readonly string[]) => `select
    to_char(posted_at at time zone 'Asia/Jakarta', 'YYYY-MM-DD HH24:MI:SS') as date, kind, reference,
    account_code as account, party, (-least(sum(amount), 0))::bigint as debit, greatest(sum(amount), 0)::bigint as credit,
    (sum(sum(amount)) over (partition by account_code, party order by posted_at, entry.id))::bigint as balance
  from journal_entry entry join posting on entry_id = entry.id and posting.posted_on = entry.posted_on
  ${columns.length > 0 ? 'where' : ''} ${columns.map((column, index) => `${column} = $${index + 1}`).join(' and ')}
  group by entry.id, account_code, party
  order by posted_at, entry.id, sum(amount), account_code, party`;

const PAGE = 1_000;

/** Reads the journal in the order of its entries, one page in memory. */
export async function* journal(client: pg.Client, filter: JournalFilter): AsyncGenerator<JournalLine[]> {
  const given = Object.entries(conditions).flatMap(([name, column]) => {
    const value = filter[name as keyof JournalFilter];
    return value === undefined ? [] : [{ column, value }];
  });
  const text = textOf(given.map(({ column }) => column));
  await client.query('begin read only');
  await client.query(
    `declare journal cursor for ${text}`,
    given.map(({ value }) => value),
  );
  for (;;) {
    const { rows } = await client.query<JournalLine>({ text: `fetch ${PAGE} from journal`, types: sqlTypes });
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query('commit');
}
