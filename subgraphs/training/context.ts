import type { Database } from '../kit/database.ts';
import type { RequestFacts } from '../kit/request.ts';
import {
  courseById,
  coursesByInstitution,
  coursesByPlatform,
  coursesBySkill,
  skillsByCourse,
} from './course/course.loader.ts';
import {
  certificateByEnrollment,
  certificateById,
  certificatesByParticipant,
} from './enrollment/certificate.loader.ts';
import { enrollmentById, enrollmentsByParticipant } from './enrollment/enrollment.loader.ts';
import { institutionById } from './institution/institution.loader.ts';
import { platformById } from './platform/platform.loader.ts';

export interface Services {
  database: Database;
}

const loadersOf = (database: Database) => ({
  platform: platformById(database),
  institution: institutionById(database),
  course: courseById(database),
  courseSkills: skillsByCourse(database),
  coursesOfPlatform: coursesByPlatform(database),
  coursesOfInstitution: coursesByInstitution(database),
  coursesOfSkill: coursesBySkill(database),
  enrollment: enrollmentById(database),
  enrollmentsOf: enrollmentsByParticipant(database),
  certificate: certificateById(database),
  certificateOfEnrollment: certificateByEnrollment(database),
  certificatesOf: certificatesByParticipant(database),
});

export interface Context extends RequestFacts, Services {
  loaders: ReturnType<typeof loadersOf>;
}

/** One context a request: its own loaders, since a loader remembers what it has read. */
export const createContext =
  (services: Services) =>
  (facts: RequestFacts): Context => ({ ...facts, ...services, loaders: loadersOf(services.database) });
