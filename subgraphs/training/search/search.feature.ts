import { defineFeature } from '../../kit/feature.ts';
import { CourseSearch } from './015-course-search.migration.ts';
import { CourseSearchFollows } from './016-course-search-follows.migration.ts';
import { ClassStarts } from './033-class-starts.migration.ts';
import { CourseSearchEntity, CourseWordEntity } from './search.entity.ts';
import { invariants } from './search.invariants.ts';
import { searchLoaders } from './search.loader.ts';
import { CourseFacetsResolver, CourseSearchResolver, CoursesByPlatformResolver } from './search.resolver.ts';

export const search = defineFeature({
  name: 'search',
  entities: [CourseSearchEntity, CourseWordEntity],
  resolvers: [CourseSearchResolver, CourseFacetsResolver, CoursesByPlatformResolver],
  loaders: searchLoaders,
  migrations: [
    { name: '015-course-search', class: CourseSearch },
    { name: '016-course-search-follows', class: CourseSearchFollows },
    { name: '033-class-starts', class: ClassStarts },
  ],
  invariants,
});
