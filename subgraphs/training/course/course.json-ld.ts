import { jsonLdText } from '../../kit/json-ld.ts';
import type { CourseMode } from './course.mode.ts';
import type { Accessibility, CourseContent, SkillLevel } from './version.content.ts';

interface PublicCourse {
  id: string;
  title: string;
  description: string;
  price: bigint;
  durationHours: number;
  mode: CourseMode;
  ratingAverage: number | null;
  ratingCount: number;
}

interface Around {
  content: CourseContent | null;
  platform: { name: string } | null;
  institution: { name: string } | null;
}

const modes: Readonly<Record<CourseMode, string>> = { ONLINE: 'Online', OFFLINE: 'Onsite', HYBRID: 'Blended' };

// The vocabulary of schema.org/accessibilityFeature; a wheelchair is no feature of a work, and is left out there.
const features: Readonly<Record<Accessibility, string | null>> = {
  WHEELCHAIR: null,
  SIGN_LANGUAGE: 'signLanguage',
  CAPTIONS: 'captions',
  SCREEN_READER: 'structuralNavigation',
};

const levels: Readonly<Record<SkillLevel, string>> = {
  BASIC: 'Beginner',
  INTERMEDIATE: 'Intermediate',
  ADVANCED: 'Advanced',
};

const hours = (count: number) => `PT${count}H`;

const stated = ({ language, url, syllabus, outcomes, accessibility }: CourseContent) => ({
  inLanguage: language,
  url: url ?? undefined,
  syllabusSections: syllabus.map(({ title, hours: count, description }) => ({
    '@type': 'Syllabus',
    name: title,
    description: description ?? undefined,
    timeRequired: hours(count),
  })),
  teaches: outcomes.map(({ skill, level }) => ({
    '@type': 'DefinedTerm',
    termCode: skill,
    description: levels[level],
  })),
  accessibilityFeature: accessibility.flatMap((each) => features[each] ?? []),
});

const rating = ({ ratingAverage, ratingCount }: PublicCourse) =>
  ratingAverage === null
    ? undefined
    : { '@type': 'AggregateRating', ratingValue: ratingAverage, ratingCount, bestRating: 5, worstRating: 1 };

/**
 * Writes a course as schema.org Course (https://schema.org/Course) in JSON-LD. It can stand in a script element: no text
 * in it ends one.
 */
export const jsonLdOf = (course: PublicCourse, { content, platform, institution }: Around): string => {
  const seller = platform && { '@type': 'Organization', name: platform.name };
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Course',
    '@id': `urn:uuid:${course.id}`,
    name: course.title,
    description: course.description,
    ...(content ? stated(content) : {}),
    provider: institution ? { '@type': 'EducationalOrganization', name: institution.name } : undefined,
    offers: {
      '@type': 'Offer',
      category: 'Paid',
      price: Number(course.price),
      priceCurrency: 'IDR',
      seller: seller ?? undefined,
    },
    hasCourseInstance: {
      '@type': 'CourseInstance',
      courseMode: modes[course.mode],
      courseWorkload: hours(course.durationHours),
    },
    aggregateRating: rating(course),
  };
  return jsonLdText(data);
};
