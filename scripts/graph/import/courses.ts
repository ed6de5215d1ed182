import { courses as records } from '../../import/courses/course.ts';
import type { CourseInput } from '../../import/courses/course-input.ts';
import type { Answered, Refused, Subject, Withdrawal } from './subject.ts';

interface Imported {
  done: Refused & { items: Answered[] | null };
}

interface Withdrawn {
  done: Refused & { withdrawal: { withdrawn: number } | null };
}

/** A platform's catalogue, as the graph takes it. */
export const courses: Subject<CourseInput> = {
  ...records,
  noun: 'courses',
  document: 'schema/commands/import-courses.graphql',
  outcomes: {
    CREATED: 'created',
    NEW_VERSION: 'new versions',
    UNCHANGED: 'unchanged',
    OUTDATED: 'outdated',
    REJECTED: 'rejected',
  },
  kept: ['CREATED', 'NEW_VERSION', 'UNCHANGED'],
  tooLarge: 'WITHDRAWAL_TOO_LARGE',
  send: async (ask, { asOf, key }, sent) => {
    const { done } = await ask<Imported>('ImportCourses', { courses: sent, asOf, key });
    if (done.refusal) throw new Error(`${done.refusal.message} (${done.refusal.code})`);
    return done.items ?? [];
  },
  withdraw: async (ask, { asOf, key }, { expected, kept, isConfirmed }): Promise<Withdrawal> => {
    const variables = { asOf, expected, kept, key, confirm: isConfirmed };
    const { refusal, withdrawal } = (await ask<Withdrawn>('WithdrawMissingCourses', variables)).done;
    return refusal ? { refusal } : { withdrawn: withdrawal?.withdrawn ?? 0 };
  },
};
