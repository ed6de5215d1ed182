import type { Kit } from '../../kit/feature.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { ownCourses } from '../course/course-owner.loader.ts';
import { enrollmentById, enrollmentsByParticipant, ownEnrollmentsByParticipant } from './enrollment.loader.ts';
import { readingOrganization } from './enrollment.policy.ts';

export const enrollmentLoaders = ({ database }: Pick<Kit, 'database'>, { caller }: RequestFacts) => {
  const organization = readingOrganization(caller);
  return {
    enrollment: enrollmentById(database, organization),
    enrollmentsOf: enrollmentsByParticipant(database),
    ownEnrollmentsOf: ownEnrollmentsByParticipant(database, organization),
    isOwnCourse: ownCourses(database, organization),
  };
};

export type EnrollmentLoaders = ReturnType<typeof enrollmentLoaders>;
