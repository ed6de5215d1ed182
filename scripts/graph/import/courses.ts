import { courses as records } from '../../import/courses/course.ts';
import type { CourseInput } from '../../import/courses/course-input.ts';
import type { CallAnswer, RecordAnswer, Subject, Withdrawal } from './subject.ts';

interface ImportAnswer {
  done: CallAnswer & { items: RecordAnswer[] | null };
}

interface WithdrawalAnswer {
  done: CallAnswer & { withdrawal: { withdrawn: number } | null };
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
    const { done } = await ask<ImportAnswer>('ImportCourses', { courses: sent, asOf, key });
    if (done.refusal) throw new Error(`${done.refusal.message} (${done.refusal.code})`);
    return done.items ?? [];
  },
  withdraw: async (ask, { asOf, key }, { expected, kept, isConfirmed }): Promise<Withdrawal> => {
    const variables = { asOf, expected, kept, key, confirm: isConfirmed };
    const { refusal, withdrawal } = (await ask<WithdrawalAnswer>('WithdrawMissingCourses', variables)).done;
    return refusal ? { refusal } : { withdrawn: withdrawal?.withdrawn ?? 0 };
  },
};
