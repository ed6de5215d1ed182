import { defineFeature } from '../../kit/feature.ts';
import { CoursesAndEnrollments } from './001-courses-and-enrollments.migration.ts';
import { Organizations } from './003-organizations.migration.ts';
import { CourseEntity, CourseSkillEntity } from './course.entity.ts';
import { courseLoaders } from './course.loader.ts';
import { CourseResolver, findCourse } from './course.resolver.ts';

export const course = defineFeature({
  name: 'course',
  entities: [CourseEntity, CourseSkillEntity],
  resolvers: [CourseResolver],
  references: { Course: findCourse },
  loaders: courseLoaders,
  migrations: [
    { name: '001-courses-and-enrollments', class: CoursesAndEnrollments },
    { name: '003-organizations', class: Organizations },
  ],
});
