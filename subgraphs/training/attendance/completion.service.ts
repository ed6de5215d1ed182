import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Fact, Tell } from '../../kit/facts.ts';
import { uuidv7 } from '../../kit/ids.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { completeAll, failAll } from '../enrollment/index.ts';
import { courseCompleted } from './attendance.events.ts';
import { CLAIM_FIRST, KEEP_OUTCOMES, OVER, PROGRESS } from './attendance.statement.ts';
import { type Judgement, judgeCompletion, sessionsNeeded } from './completion.ts';
import { type CompletionRule, codeRule, completionRuleOf } from './rules.data.ts';

interface CourseEnding extends Judgement {
  progress: RowsOf<typeof PROGRESS>;
  rule: CompletionRule;
}

interface SettleCall {
  requestId: string;
  /** The class is over: who has missed too many sessions has failed. */
  isOver?: boolean;
}

const judge = (progress: RowsOf<typeof PROGRESS>, isOver: boolean): CourseEnding => {
  const rule = completionRuleOf(progress.reserved_at);
  const judgement = judgeCompletion(rule, progress);
  const hasMissed = isOver && progress.attended < sessionsNeeded(rule, progress.held);
  return { ...judgement, outcome: hasMissed ? 'FAILED' : judgement.outcome, progress, rule };
};

interface CompletionOptions {
  database: Database;
  outbox: Outbox;
  tell: Tell;
  now: () => Date;
}

/** What the course's organisations are told of one who completed it. */
const factsOf = ({ progress, score }: CourseEnding, at: Date): Fact[] => {
  const { platform, institution, enrollment, course } = progress;
  const told = [...new Set([platform, institution])].filter((id) => id !== null);
  const data = { enrollment, course, score };
  return told.map((organization) => ({ organization, type: 'course.completed', subject: enrollment, data, at }));
};

const PAGE = 1_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Decides who has completed a course and who has failed, each once. */
export class CompletionService {
  readonly #options: CompletionOptions;

  constructor(options: CompletionOptions) {
    this.#options = options;
  }

  /**
   * Ends the courses of those enrolments, which the transaction has locked, where the rule says so: a fixed number of
   * statements, however many. Says of each completed one that it is, by an event.
   */
  async settle(tx: EntityManager, enrollments: readonly string[], { requestId, isOver = false }: SettleCall) {
    if (enrollments.length === 0) return;
    const { rows } = await execute(tx, PROGRESS, [enrollments]);
    const endings = rows.map((progress) => judge(progress, isOver)).filter(({ outcome }) => outcome !== 'OPEN');
    if (endings.length === 0) return;
    const at = this.#options.now();
    const keysOf = (wanted: string) =>
      endings.filter(({ outcome }) => outcome === wanted).map(({ progress }) => progress);
    await failAll(tx, keysOf('FAILED'));
    await this.#keep(tx, endings, at);
    await this.#complete(
      tx,
      endings.filter(({ outcome }) => outcome === 'COMPLETED'),
      { at, requestId },
    );
  }

  /** Fails everyone who missed too many sessions of a class of which no record can come any more. @returns how many pages */
  async closeClasses(): Promise<number> {
    const before = new Date(this.#options.now().getTime() - codeRule.syncMs);
    const requestId = uuidv7();
    let after: string | undefined = FIRST_ID;
    let pages = 0;
    for (; after !== undefined; pages += 1) {
      const from: string = after;
      after = await this.#options.database.orm.em.fork().transactional(async (tx) => {
        const { rows } = await execute(tx, OVER, [before, from, PAGE]);
        const ids = rows.map(({ enrollment }) => enrollment);
        await this.settle(tx, ids, { requestId, isOver: true });
        return ids.length === PAGE ? ids.at(-1) : undefined;
      });
    }
    return pages;
  }

  async #keep(tx: EntityManager, endings: readonly CourseEnding[], at: Date): Promise<void> {
    const rows = endings.map(({ outcome, score, rule, progress: { participant, enrollment, attended, held } }) => {
      return { participant, enrollment, outcome, rule: rule.version, score, attended, held };
    });
    await execute(tx, KEEP_OUTCOMES, [JSON.stringify(rows), at]);
  }

  async #complete(
    tx: EntityManager,
    endings: readonly CourseEnding[],
    { at, requestId }: { at: Date; requestId: string },
  ) {
    if (endings.length === 0) return;
    const keys = endings.map(({ progress }) => progress);
    const first = await claimFirst(tx, keys);
    await completeAll(tx, keys, at);
    const data = endings.map(({ progress: { enrollment, participant, course }, score }) => {
      const isFirst = first.has(enrollment);
      return { enrollment, participant, course, isFirst, score: score ?? 0, at: at.toISOString() };
    });
    const { outbox, tell } = this.#options;
    await outbox.add(tx, courseCompleted, { data, requestId });
    await tell(
      tx,
      endings.flatMap((ending) => factsOf(ending, at)),
      requestId,
    );
  }
}

interface CompletedKey {
  participant: string;
  enrollment: string;
}

/** Returns which of these enrolments are the first that their people completed; claims it for them. */
export const claimFirst = async (tx: EntityManager, keys: readonly CompletedKey[]): Promise<ReadonlySet<string>> => {
  const people = keys.map(({ participant }) => participant);
  const enrollments = keys.map(({ enrollment }) => enrollment);
  const { rows } = await execute(tx, CLAIM_FIRST, [people, enrollments]);
  return new Set(rows.map(({ enrollment }) => enrollment));
};
