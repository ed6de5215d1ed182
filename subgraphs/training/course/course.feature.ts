import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { CoursesAndEnrollments } from './001-courses-and-enrollments.migration.ts';
import { Organizations } from './003-organizations.migration.ts';
import { CourseVersions } from './011-course-versions.migration.ts';
import { KeyedMutations } from './014-keyed-mutations.migration.ts';
import { CourseContentResolver } from './content.resolver.ts';
import { CourseEntity, CourseSkillEntity, CourseVersionEntity } from './course.entity.ts';
import { invariants } from './course.invariants.ts';
import { courseLoaders } from './course.loader.ts';
import { CourseResolver, findCourse } from './course.resolver.ts';
import { importCourses, submitCourse, withdrawMissingCourses } from './import.mutations.ts';
import { CatalogueResolver } from './import.resolver.ts';
import { CatalogueService } from './import.service.ts';
import { versionLoaders } from './version.loader.ts';
import { CourseVersionsResolver, SubmissionsResolver, VersionResolver } from './version.resolver.ts';

export const course = defineFeature({
  name: 'course',
  entities: [CourseEntity, CourseSkillEntity, CourseVersionEntity],
  resolvers: [
    CourseResolver,
    CourseContentResolver,
    CourseVersionsResolver,
    VersionResolver,
    SubmissionsResolver,
    CatalogueResolver,
  ],
  references: { Course: findCourse },
  mutations: [submitCourse, importCourses, withdrawMissingCourses],
  services: ({ now, tell }: Pick<Kit, 'now'> & FactServices) => ({ catalogue: new CatalogueService({ now, tell }) }),
  loaders: (kit: Pick<Kit, 'database'>, facts: RequestFacts) => ({
    ...courseLoaders(kit),
    ...versionLoaders(kit, facts),
  }),
  migrations: [
    { name: '001-courses-and-enrollments', class: CoursesAndEnrollments },
    { name: '003-organizations', class: Organizations },
    { name: '011-course-versions', class: CourseVersions },
    { name: '014-keyed-mutations', class: KeyedMutations },
  ],
  invariants,
});
