import type { Database } from '../../kit/database.ts';
import { execute } from '../../kit/database.ts';
import type { FactServices } from '../../kit/facts.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { CourseStatus, moveCourses } from '../course/index.ts';
import { inForce, monitoring } from '../policy/index.ts';
import { JUDGE, JUDGING, STILL_ACTIVE, WATCH } from './figures.statement.ts';

const AT_ONCE = 1_000;
const DAY_MS = 86_400_000;

export interface FiguresOptions extends FactServices {
  database: Pick<Database, 'orm'>;
  now: () => Date;
}

/**
 * Brings the courses under watch whose completion, ratings or complaints have passed a threshold of that day: at most
 * 1,000, as a few statements. One process at a time does.
 * @returns how many
 */
export const watchByFigures = ({ database, now, tell }: FiguresOptions): Promise<number> =>
  database.orm.em.fork().transactional(async (tx) => {
    const { rows: lock } = await execute<{ isOurs: boolean }>(tx, JUDGING);
    if (!lock[0]?.isOurs) return 0;
    const at = now();
    const { days, completion, rating, complaints } = inForce(monitoring, jakartaDayAfter(at, 0)).value;
    const since = new Date(at.getTime() - days * DAY_MS);
    const limits = [completion.below, completion.among, rating.below, rating.among, complaints.from];
    const judged = (await execute(tx, JUDGE, [since, ...limits, AT_ONCE])).rows;
    if (judged.length === 0) return 0;
    const { rows } = await execute(tx, STILL_ACTIVE, [judged.map(({ id }) => id)]);
    const moved = new Set(
      await moveCourses(
        tx,
        rows.map(({ id }) => id),
        CourseStatus.WATCHED,
      ),
    );
    const found = judged.filter(({ id }) => moved.has(id));
    const told = (await execute(tx, WATCH, [JSON.stringify(found), at])).rows;
    const facts = told.map(({ course, owner }) => {
      const data = { course, from: CourseStatus.ACTIVE, to: CourseStatus.WATCHED, reason: null };
      return { organization: owner, type: 'course.status.changed' as const, subject: course, data, at };
    });
    if (facts.length > 0) await tell(tx, facts, crypto.randomUUID());
    return found.length;
  });
