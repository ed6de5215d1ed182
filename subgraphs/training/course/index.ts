export { isHeld } from './course.held.ts';
export { CourseMode } from './course.mode.ts';
export { CourseStatus, transition } from './course.status.ts';
export { addRating } from './rating.service.ts';
export {
  activateVersion,
  assessVersion,
  moveCourses,
  rejectVersion,
  type StoredVersion,
  versionOf,
} from './version.service.ts';
