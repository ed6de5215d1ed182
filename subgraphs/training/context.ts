import type { Database } from '../kit/database.ts';
import type { RequestFacts } from '../kit/request.ts';
import {
  courseById,
  coursesByInstitution,
  coursesByPlatform,
  coursesBySkill,
  skillsByCourse,
} from './course/course.loader.ts';
import { ownCourses } from './course/course-owner.loader.ts';
import {
  certificateByEnrollment,
  certificateById,
  certificatesByParticipant,
  ownCertificatesByParticipant,
} from './enrollment/certificate.loader.ts';
import {
  enrollmentById,
  enrollmentsByParticipant,
  ownEnrollmentsByParticipant,
} from './enrollment/enrollment.loader.ts';
import { readingOrganization } from './enrollment/enrollment.policy.ts';
import { institutionById } from './institution/institution.loader.ts';
import { platformById } from './platform/platform.loader.ts';

export interface Services {
  database: Database;
}

const loadersOf = (database: Database, organization: string | null) => ({
  platform: platformById(database),
  institution: institutionById(database),
  course: courseById(database),
  isOwnCourse: ownCourses(database, organization),
  courseSkills: skillsByCourse(database),
  coursesOfPlatform: coursesByPlatform(database),
  coursesOfInstitution: coursesByInstitution(database),
  coursesOfSkill: coursesBySkill(database),
  enrollment: enrollmentById(database, organization),
  enrollmentsOf: enrollmentsByParticipant(database),
  ownEnrollmentsOf: ownEnrollmentsByParticipant(database, organization),
  certificate: certificateById(database),
  certificateOfEnrollment: certificateByEnrollment(database),
  certificatesOf: certificatesByParticipant(database),
  ownCertificatesOf: ownCertificatesByParticipant(database, organization),
});

export interface Context extends RequestFacts, Services {
  loaders: ReturnType<typeof loadersOf>;
}

/** One context a request: its own loaders, since a loader remembers what it has read. */
export const createContext =
  (services: Services) =>
  (facts: RequestFacts): Context => {
    const loaders = loadersOf(services.database, readingOrganization(facts.caller));
    return { ...facts, ...services, loaders };
  };
