import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, type Transaction } from '../../kit/database.ts';
import type { FactServices, Tell } from '../../kit/facts.ts';
import { isUuid } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { cutText } from '../../kit/sent/cut-text.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { keepEmployers } from '../employer/index.ts';
import { lockPortal, ProblemSource, replaceProblems } from '../portal/index.ts';
import { type HeldVacancy, heldFact, heldProblems } from './held.facts.ts';
import { CheckedCall, type ItemProblem } from './upsert.check.ts';
import { refusals } from './upsert.refusal.ts';
import { LOCK_VACANCIES, STANDING, STORE, type StoredOutcome, UNKNOWN, WITHDRAW_MISSING } from './upsert.statement.ts';
import type { SentVacancy } from './vacancy.check.ts';
import { transition, VacancyStatus } from './vacancy.status.ts';

const MOST = 1_000;
/** How far the clock of a portal may be ahead, in ms. */
const AHEAD_MS = 60_000;
const YEAR_DAYS = 365;

/** What became of one vacancy of a call. */
export interface UpsertedItem {
  index: number;
  /** As it was sent: its first 64 characters. */
  reference: string;
  outcome: Exclude<StoredOutcome, 'ILLEGAL'>;
  /** The vacancy's id; null where there is none. */
  vacancy: string | null;
  problems: ItemProblem[];
}

/** A full file, by which what it does not name is closed. */
export interface FullFile {
  /** When it was written. */
  writtenAt: Date;
  /** How many vacancies it was accepted with. */
  expected: number;
  /** More than a tenth may go. */
  confirm: boolean;
  /** References that it names although nothing else of them could be sent. */
  kept: readonly string[];
}

/** What a portal wrote, and when. */
interface Written {
  items: readonly SentVacancy[];
  writtenAt: Date;
}

export interface PublishingCall {
  caller: Caller;
  requestId: string;
}

const resultsOf = (
  items: readonly SentVacancy[],
  checked: CheckedCall,
  rows: readonly RowsOf<typeof STORE>[],
): UpsertedItem[] => {
  const stored = new Map(rows.map((row) => [row.index, row]));
  return items.map(({ reference }, index) => {
    const { outcome = 'REJECTED', vacancy = null } = stored.get(index) ?? {};
    return {
      index,
      reference: cutText(reference, 64),
      outcome: outcome === 'ILLEGAL' ? 'REJECTED' : outcome,
      vacancy,
      problems: checked.problemsOf(index),
    };
  });
};

/** Keeps what portals publish, and closes what they no longer offer. */
export class PublishingService {
  readonly #now: () => Date;
  readonly #tell: Tell;

  constructor({ now, tell }: { now: () => Date } & FactServices) {
    this.#now = now;
    this.#tell = tell;
  }

  /**
   * Keeps the vacancies of a portal as they were at `writtenAt`; each has its own answer.
   * @throws Refusal FORBIDDEN, NOT_A_PORTAL, OWN_PORTAL_SUSPENDED, VACANCIES_OUT_OF_RANGE, WRITTEN_IN_FUTURE
   */
  async upsert(
    em: EntityManager,
    { items, writtenAt }: Written,
    { caller, requestId }: PublishingCall,
  ): Promise<UpsertedItem[]> {
    const portal = this.#portalOf(caller);
    if (items.length < 1 || items.length > MOST) throw refusals.vacanciesOutOfRange(MOST);
    this.#demandPast(writtenAt, ['input', 'writtenAt']);
    return em.transactional(async (tx) => {
      await this.#lock(tx, portal);
      const at = this.#now();
      const { results, held } = await this.#keep(tx, portal, { items, writtenAt, at });
      await this.#tell(
        tx,
        held.map((each) => heldFact(each, at)),
        requestId,
      );
      return results;
    });
  }

  /**
   * Closes the vacancies of a portal that its full file does not name.
   * @returns how many were closed
   * @throws Refusal FORBIDDEN, NOT_A_PORTAL, OWN_PORTAL_SUSPENDED, WRITTEN_IN_FUTURE, KEPT_TOO_MANY, FILE_INCOMPLETE,
   * TOO_MANY_MISSING
   */
  async withdrawMissing(em: EntityManager, file: FullFile, caller: Caller): Promise<number> {
    const portal = this.#portalOf(caller);
    const { writtenAt, expected, confirm, kept } = file;
    this.#demandPast(writtenAt, ['writtenAt']);
    if (kept.length > MOST) throw refusals.keptTooMany(MOST);
    return em.transactional(async (tx) => {
      await this.#lock(tx, portal);
      const { rows } = await execute(tx, STANDING, [portal, writtenAt, kept]);
      const { live = 0, named = 0, missing = 0 } = rows[0] ?? {};
      if (named < expected) throw refusals.fileIncomplete({ expected, named });
      if (missing * 10 > live && !confirm) throw refusals.tooManyMissing({ missing, live });
      return (await execute(tx, WITHDRAW_MISSING, [portal, writtenAt, kept])).rows.length;
    });
  }

  #portalOf({ org, can }: Caller): string {
    if (org === null || !can('vacancy:publish')) throw refusals.forbidden();
    touched('Portal', org);
    if (!isUuid(org)) throw refusals.notAPortal();
    return org;
  }

  #demandPast(writtenAt: Date, path: readonly string[]): void {
    if (writtenAt.getTime() > this.#now().getTime() + AHEAD_MS) throw refusals.writtenInFuture(path);
  }

  async #lock(tx: Transaction, id: string): Promise<void> {
    const portal = await lockPortal(tx, id);
    if (!portal) throw refusals.notAPortal();
    if (portal.isSuspended) throw refusals.portalSuspended();
  }

  async #keep(
    tx: Transaction,
    portal: string,
    { items, writtenAt, at }: Written & { at: Date },
  ): Promise<{ results: UpsertedItem[]; held: HeldVacancy[] }> {
    const checked = new CheckedCall(items, { from: jakartaDayAfter(at, 0), to: jakartaDayAfter(at, YEAR_DAYS) });
    checked.refuseUnknown((await execute(tx, UNKNOWN, checked.named())).rows);
    const employers = await keepEmployers(tx, portal, checked.employers());
    await execute(tx, LOCK_VACANCIES, [portal, checked.references()]);
    const { rows } = await execute(tx, STORE, [portal, JSON.stringify(checked.rows(employers)), writtenAt, at]);
    for (const { index, outcome, status } of rows) {
      if (outcome !== 'ILLEGAL' || status === null) continue;
      const to = status === VacancyStatus.FILLED ? VacancyStatus.OPEN : VacancyStatus.DRAFT;
      checked.refuse(index, transition.refusal(status, to));
    }
    const results = resultsOf(items, checked, rows);
    const changed = rows.filter(({ outcome }) => outcome === 'CREATED' || outcome === 'UPDATED');
    const held = changed.flatMap(({ vacancy, reference, flags }) =>
      vacancy !== null && flags !== null ? [{ portal, vacancy, reference, flags }] : [],
    );
    const problems = checked.problems((index) => results[index]?.vacancy ?? null);
    const references = items.map(({ reference }) => reference);
    await replaceProblems(tx, { references, writtenAt, problems }, { portal, at, source: ProblemSource.SUBMISSION });
    const replaced = { references: changed.map(({ reference }) => reference), writtenAt };
    await replaceProblems(
      tx,
      { ...replaced, problems: held.flatMap(heldProblems) },
      { portal, at, source: ProblemSource.MODERATION },
    );
    return { results, held };
  }
}
