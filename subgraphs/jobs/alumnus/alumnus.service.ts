import { touched } from '../../kit/audit/draft.ts';
import { BilingualError } from '../../kit/bilingual-error.ts';
import { type Database, execute, type Transaction } from '../../kit/database.ts';
import { inputError } from '../../kit/errors.ts';
import type { Kit } from '../../kit/feature.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { RequestFacts } from '../../kit/request.ts';
import type { RowsOf } from '../../kit/statement.ts';
import type { AlumniPurpose } from './alumnus.purpose.ts';
import { KNOWN, MAKE_ROSTER, OPEN, TAKE_PAGE, TAKE_PAGES } from './alumnus.statement.ts';

/** Any constant: nothing else in this database uses it. */
const ROSTER_LOCK = 7_214_042;
/** Canaries that a portal is shown on a day before it is looked into: they stand deep in the samples. */
export const CANARIES_NOTED = 3;

export interface AlumniSearch {
  portal: string;
  /** Codes. */
  skills: readonly string[];
  province: string;
  purpose: AlumniPurpose;
  first: number;
  /** The last pseudonym of the page before. */
  after: string | null;
}

export interface AlumniPage {
  pseudonyms: string[];
  hasMore: boolean;
  /** Rounded; 0 below ten. */
  total: number;
}

type TakenPage = RowsOf<typeof TAKE_PAGE>;
type Facts = Pick<RequestFacts, 'caller' | 'requestId'>;

const quotaReached = (limit: number, resetsAt: Date) =>
  new BilingualError(
    {
      en: `Your portal has been shown its ${limit} rows of today; it is shown others from midnight on (Asia/Jakarta).`,
      id: `Portal Anda sudah menerima ${limit} baris hari ini; baris lain dapat dibaca mulai tengah malam (WIB).`,
    },
    { code: 'ALUMNI_QUOTA_REACHED', resetsAt: resetsAt.toISOString() },
  );

const cursorExpired = () =>
  inputError(
    'CURSOR_EXPIRED',
    {
      en: '`after` belongs to another search or another day: begin with the first page.',
      id: '`after` milik pencarian lain atau hari lain: mulai dari halaman pertama.',
    },
    'after',
  );

/** What portals may ask of alumni: random samples, by portal, search and day. */
export class AlumniSearches {
  readonly #kit: Pick<Kit, 'database' | 'log' | 'audit' | 'now'>;
  /** Rows that a portal is shown on a day of Asia/Jakarta. */
  readonly limit: number;

  constructor(kit: Pick<Kit, 'database' | 'log' | 'audit' | 'now'>, limit: number) {
    this.#kit = kit;
    this.limit = limit;
  }

  /** The day of Asia/Jakarta whose quota is used now. */
  get today(): string {
    return jakartaDayAfter(this.#kit.now(), 0);
  }

  /** When the quota begins anew: midnight in Jakarta. */
  get resetsAt(): Date {
    return new Date(`${jakartaDayAfter(this.#kit.now(), 1)}T00:00:00+07:00`);
  }

  /**
   * Shows a page to a portal: counted, and written to the log of each person, in the same transaction.
   * @throws GraphQLError ALUMNI_QUOTA_REACHED, CURSOR_EXPIRED
   */
  async page(search: AlumniSearch, facts: Facts): Promise<AlumniPage> {
    const { portal, skills, province, purpose, first, after } = search;
    const { database, now } = this.#kit;
    const asked = [portal, skills.toSorted(), province, purpose, facts.requestId, first, after];
    const rows = await database.rows(TAKE_PAGE, [...asked, this.today, now(), this.limit]);
    await this.#noteCanaries(rows, facts);
    const shown = this.#read(rows[0]);
    if (shown instanceof Error) throw shown;
    return shown;
  }

  /**
   * Shows pages of several searches to a portal, by one statement: each of them counted and logged as one by itself.
   * @returns a page for each search, or why there is none: ALUMNI_QUOTA_REACHED, CURSOR_EXPIRED
   */
  async pages(
    portal: string,
    searches: readonly Omit<AlumniSearch, 'portal'>[],
    facts: Facts,
  ): Promise<(AlumniPage | Error)[]> {
    const { database, now } = this.#kit;
    const asked = JSON.stringify(searches.map((search) => ({ ...search, skills: search.skills.toSorted() })));
    const values = [portal, asked, facts.requestId, this.today, now(), this.limit];
    const rows = await database.rows(TAKE_PAGES, values);
    await this.#noteCanaries(rows, facts);
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    return searches.map((_, index) => this.#read(byIndex.get(index + 1)));
  }

  #read(row: TakenPage | undefined): AlumniPage | Error {
    if (!row || row.outcome === 'CURSOR') return cursorExpired();
    return row.outcome === 'QUOTA' ? quotaReached(this.limit, this.resetsAt) : row;
  }

  async #noteCanaries(rows: readonly TakenPage[], facts: Facts): Promise<void> {
    const reached = rows.find(
      ({ canariesBefore, canariesNow }) => canariesBefore < CANARIES_NOTED && canariesNow >= CANARIES_NOTED,
    );
    if (reached) await this.#alarm(reached.canariesNow, facts);
  }

  async #alarm(canaries: number, facts: Facts): Promise<void> {
    const { log, audit } = this.#kit;
    const name = 'alumniCanariesShown';
    log.warn({ requestId: facts.requestId, portal: facts.caller.org, canaries }, name);
    await audit.run({ name, args: { canaries }, facts }, () => touched('Portal', facts.caller.org ?? ''));
  }
}

const isPseudonym = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

export interface OpenedPseudonym {
  pseudonym: string;
  participantId: string;
  /** What the portal had searched for. */
  skills: string[];
  provinceCode: string;
}

/**
 * Finds the people behind pseudonyms that a portal was shown in the last week. A person who takes the consent back, a
 * canary and a pseudonym of another portal are left out alike: do not tell the portal which of them it was.
 */
export const openPseudonyms = async (
  transaction: Transaction,
  { portal, pseudonyms, now }: { portal: string; pseudonyms: readonly string[]; now: Date },
): Promise<OpenedPseudonym[]> => (await execute(transaction, OPEN, [portal, pseudonyms.filter(isPseudonym), now])).rows;

/** Finds which pseudonyms a portal was shown in the last week, and which of these are canaries: not for the portal to know. */
export const knownPseudonyms = async (
  transaction: Transaction,
  { portal, pseudonyms }: { portal: string; pseudonyms: readonly string[] },
): Promise<{ pseudonym: string; isCanary: boolean }[]> =>
  (await execute(transaction, KNOWN, [portal, pseudonyms.filter(isPseudonym)])).rows;

/** Makes today's roster unless there is one; two processes make one. */
export const makeRoster = async ({ pool }: Pick<Database, 'pool'>, now: Date): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // The roster of millions takes minutes.
    await client.query(`set local statement_timeout = '30min'`);
    await client.query('select pg_advisory_xact_lock($1)', [ROSTER_LOCK]);
    await client.query(MAKE_ROSTER, [jakartaDayAfter(now, 0), now]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};
