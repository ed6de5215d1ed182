import type { Caller } from '../../kit/caller.ts';
import { CourseStatus } from './course.status.ts';

const offered = new Set([CourseStatus.ACTIVE, CourseStatus.WATCHED]);

const withdrawn = new Set([CourseStatus.SUSPENDED, CourseStatus.DELISTED]);

/** On offer to anyone, unless its platform or institution is suspended. */
export const isOffered = ({ status, isHeld = false }: { status: CourseStatus; isHeld?: boolean }): boolean =>
  offered.has(status) && !isHeld;

/** Has been on offer: what refers to the course, such as an old certificate, may still name it. */
export const wasOffered = (course: { status: CourseStatus; offeredAt: Date | null }): boolean =>
  offered.has(course.status) || withdrawn.has(course.status) || course.offeredAt !== null;

/** What was not approved is for whoever sells or teaches it, and for assessors and officers. */
export const maySeeVersions = (caller: Caller, isOwn: boolean): boolean =>
  (isOwn && caller.can('course:publish')) || caller.can('course:assess') || caller.can('course:monitor');
