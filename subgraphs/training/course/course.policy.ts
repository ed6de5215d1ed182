import { CourseStatus } from './course.status.ts';

const offered = new Set([CourseStatus.ACTIVE, CourseStatus.WATCHED]);

const withdrawn = new Set([CourseStatus.SUSPENDED, CourseStatus.DELISTED]);

/** On offer to anyone. */
export const isOffered = ({ status }: { status: CourseStatus }): boolean => offered.has(status);

/** Has been on offer: what refers to the course, such as an old certificate, may still name it. */
export const wasOffered = (course: { status: CourseStatus }): boolean =>
  isOffered(course) || withdrawn.has(course.status);
