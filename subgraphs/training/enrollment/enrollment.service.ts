import type { Caller } from '../../kit/caller.ts';
import { isReader, mayReadAllOf } from './enrollment.policy.ts';

interface Enrolled {
  participantId: string;
  courseId: string;
}

interface Reading {
  caller: Caller;
  /** `isOwnCourse`: whether a course is one of the caller's organisation. */
  loaders: { isOwnCourse: { load(courseId: string): Promise<boolean> } };
}

/** Whether the caller may see this enrolment, or whose this certificate is. */
export const isShown = async ({ participantId, courseId }: Enrolled, { caller, loaders }: Reading): Promise<boolean> =>
  mayReadAllOf(caller, participantId) || (isReader(caller) && loaders.isOwnCourse.load(courseId));
