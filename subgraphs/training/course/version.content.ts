import { createHash } from 'node:crypto';
import type { CourseMode } from './course.mode.ts';

/** How well a skill is mastered after a course. */
export enum SkillLevel {
  BASIC = 'BASIC',
  INTERMEDIATE = 'INTERMEDIATE',
  ADVANCED = 'ADVANCED',
}

/** What helps people with disabilities in a course. */
export enum Accessibility {
  WHEELCHAIR = 'WHEELCHAIR',
  SIGN_LANGUAGE = 'SIGN_LANGUAGE',
  CAPTIONS = 'CAPTIONS',
  SCREEN_READER = 'SCREEN_READER',
}

export interface SyllabusUnit {
  title: string;
  hours: number;
  description: string | null;
}

export interface Outcome {
  /** Code of the skill. */
  skill: string;
  level: SkillLevel;
}

/** What a platform states of a course, as `course_version.content` keeps it. Rupiah are numbers: JSON has no bigint. */
export interface CourseContent {
  institution: string;
  title: string;
  description: string;
  mode: CourseMode;
  language: string;
  price: number;
  priceOutside: number;
  /** The hours of all units together. */
  durationHours: number;
  syllabus: SyllabusUnit[];
  outcomes: Outcome[];
  accessibility: Accessibility[];
  url: string | null;
}

/** SHA-256 of a content, as hex: the same content has the same hash, in whatever order its skills were sent. */
export const contentHash = (content: CourseContent): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
