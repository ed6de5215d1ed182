import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { refusedButKept, touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, type Transaction } from '../../kit/database.ts';
import type { Fact, FactServices, Tell } from '../../kit/facts.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid } from '../../kit/ids.ts';
import { cutText } from '../../kit/sent/cut-text.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { publishingFault } from '../organization/index.ts';
import { replaceProblems } from '../problem/index.ts';
import type { SentCourse } from './content.check.ts';
import { CourseStatus } from './course.status.ts';
import { CheckedCall, type ItemProblem } from './import.check.ts';
import { refusals } from './import.refusal.ts';
import {
  CATALOGUE,
  type ImportOutcome,
  LOCK_COURSES,
  PLATFORM_OF,
  STORE,
  UNKNOWN,
  WITHDRAW_MISSING,
} from './import.statement.ts';

const MOST = 1_000;
/** How far the clock of a platform may be ahead, in ms. */
const AHEAD_MS = 60_000;

/** What became of one course of a call. */
export interface ImportedItem {
  index: number;
  /** As it was sent: its first 64 characters. */
  reference: string;
  outcome: ImportOutcome;
  /** The course's id; null where there is none. */
  course: string | null;
  problems: ItemProblem[];
}

export interface CatalogueCall {
  caller: Caller;
  key: string;
  requestId: string;
}

type WithdrawnCourse = RowsOf<typeof WITHDRAW_MISSING>;

/** A full file, by which what it does not name is withdrawn. */
export interface FullFile {
  /** When it was made. */
  asOf: Date;
  /** How many courses it was accepted with. */
  expected: number;
  /** More than a tenth may go. */
  confirm: boolean;
  /** References that it names although nothing else of them could be sent. */
  kept: readonly string[];
}

/** What a platform handed in, from which file. */
interface Delivery {
  courses: readonly SentCourse[];
  asOf: Date;
  /** From no file: it is what the platform says now. */
  isDirect: boolean;
}

const withoutBigint = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

const bodyOf = ({ courses, asOf }: Delivery, isDirect: boolean) => ({
  courses: createHash('sha256').update(JSON.stringify(courses, withoutBigint)).digest('hex'),
  asOf: isDirect ? null : asOf,
});

/** What the platform and the institution of a withdrawn course are told. */
const withdrawalFacts = (
  platform: string,
  { course, from, institutionOrganization }: WithdrawnCourse,
  at: Date,
): Fact[] => {
  const data = { course, from, to: CourseStatus.DELISTED, reason: null };
  const owners = new Set([platform, institutionOrganization ?? platform]);
  return [...owners].map((organization) => ({
    organization,
    type: 'course.status.changed',
    subject: course,
    data,
    at,
  }));
};

/** Keeps what platforms hand in, and withdraws what they no longer offer. */
export class CatalogueService {
  readonly #now: () => Date;
  readonly #tell: Tell;

  constructor({ now, tell }: { now: () => Date } & FactServices) {
    this.#now = now;
    this.#tell = tell;
  }

  /**
   * Hands in the courses of a platform, as of the file that names them; each has its own answer.
   * @throws Refusal FORBIDDEN, NOT_A_PLATFORM, PROFILE_MISSING, PROVINCES_TOO_FEW, COURSES_OUT_OF_RANGE, AS_OF_IN_FUTURE and those
   * of keys
   */
  async import(
    em: EntityManager,
    { courses, asOf }: Omit<Delivery, 'isDirect'>,
    call: CatalogueCall,
  ): Promise<ImportedItem[]> {
    const organization = this.#organizationOf(call.caller);
    if (courses.length < 1 || courses.length > MOST) throw refusals.coursesOutOfRange(MOST);
    this.#demandPast(asOf);
    const delivery = { courses, asOf, isDirect: false };
    const keyed = { caller: organization, operation: 'importCourses', key: call.key, body: bodyOf(delivery, false) };
    return em.transactional((tx) => once(tx, keyed, () => this.#deliver(tx, organization, delivery)));
  }

  /**
   * Hands in one course.
   * @returns what became of it; a rejected one has its faults
   * @throws Refusal FORBIDDEN, NOT_A_PLATFORM, PROFILE_MISSING, PROVINCES_TOO_FEW and those of keys
   */
  async submit(em: EntityManager, course: SentCourse, call: CatalogueCall): Promise<ImportedItem> {
    const organization = this.#organizationOf(call.caller);
    const delivery = { courses: [course], asOf: this.#now(), isDirect: true };
    const keyed = { caller: organization, operation: 'submitCourse', key: call.key, body: bodyOf(delivery, true) };
    return em.transactional((tx) =>
      once(tx, keyed, async () => {
        const [item] = await this.#deliver(tx, organization, delivery);
        if (!item) throw new Error('a delivery of one course has no item');
        const [first] = item.problems;
        if (first) refusedButKept(first.code);
        return item;
      }),
    );
  }

  /**
   * Withdraws the courses of a platform that its full file does not name.
   * @returns how many were withdrawn
   * @throws Refusal FORBIDDEN, NOT_A_PLATFORM, AS_OF_IN_FUTURE, KEPT_TOO_MANY, IMPORT_INCOMPLETE, WITHDRAWAL_TOO_LARGE and
   *   those of keys
   */
  async withdrawMissing(em: EntityManager, file: FullFile, call: CatalogueCall): Promise<number> {
    const organization = this.#organizationOf(call.caller);
    const { asOf, expected, confirm, kept } = file;
    this.#demandPast(asOf);
    if (kept.length > MOST) throw refusals.keptTooMany(MOST);
    const keyed = {
      caller: organization,
      operation: 'withdrawMissingCourses',
      key: call.key,
      body: { ...file, confirm: null },
    };
    return em.transactional((tx) =>
      once(tx, keyed, async () => {
        const platform = await this.#lockPlatform(tx, organization);
        const { rows } = await execute(tx, CATALOGUE, [platform, asOf, kept]);
        const { live = 0, named = 0, missing = 0 } = rows[0] ?? {};
        if (named < expected) throw refusals.importIncomplete({ expected, named });
        if (missing * 10 > live && !confirm) throw refusals.withdrawalTooLarge({ missing, live });
        const at = this.#now();
        const withdrawn = (await execute(tx, WITHDRAW_MISSING, [platform, asOf, kept, at])).rows;
        await this.#tell(
          tx,
          withdrawn.flatMap((each) => withdrawalFacts(organization, each, at)),
          call.requestId,
        );
        return withdrawn.length;
      }),
    );
  }

  #organizationOf({ org, can }: Caller): string {
    if (org === null || !can('course:publish')) throw refusals.forbidden();
    touched('Organization', org);
    if (!isUuid(org)) throw refusals.notAPlatform();
    return org;
  }

  #demandPast(asOf: Date): void {
    if (asOf.getTime() > this.#now().getTime() + AHEAD_MS) throw refusals.asOfInFuture();
  }

  async #lockPlatform(tx: Transaction, organization: string): Promise<string> {
    const { rows } = await execute(tx, PLATFORM_OF, [organization]);
    const platform = rows[0]?.id;
    if (!platform) throw refusals.notAPlatform();
    touched('Platform', platform);
    return platform;
  }

  async #deliver(tx: Transaction, organization: string, delivery: Delivery): Promise<ImportedItem[]> {
    const { courses, asOf, isDirect } = delivery;
    const at = this.#now();
    const platform = await this.#lockPlatform(tx, organization);
    const fault = await publishingFault(tx, organization, at);
    if (fault !== null) throw fault;
    const checked = new CheckedCall(courses);
    checked.refuseUnknown((await execute(tx, UNKNOWN, checked.named())).rows);
    await execute(tx, LOCK_COURSES, [platform, checked.references()]);
    const { rows } = await execute(tx, STORE, [platform, JSON.stringify(checked.rows()), asOf, at, isDirect]);
    const stored = new Map(rows.map((row) => [row.index, row]));
    const courseOf = (index: number) => stored.get(index)?.course ?? null;
    const references = courses.map(({ reference }) => reference);
    await replaceProblems(tx, { references, asOf, problems: checked.problems(courseOf) }, { platform, at });
    return courses.map(({ reference }, index) => ({
      index,
      reference: cutText(reference, 64),
      outcome: stored.get(index)?.outcome ?? 'REJECTED',
      course: courseOf(index),
      problems: checked.problemsOf(index),
    }));
  }
}
