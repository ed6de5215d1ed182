import type { Field } from './columns.ts';
import type { ReadingCode } from './problem.ts';

export interface Unit {
  title: string;
  hours: number;
  description?: string;
}

export interface Outcome {
  skill: string;
  level: string;
}

/** A course as `importCourses` takes it. */
export interface CourseInput {
  reference: string;
  institution: string;
  title: string;
  description: string;
  mode: string;
  language?: string;
  price: number;
  priceOutside: number;
  durationHours: number;
  syllabus: Unit[];
  outcomes: Outcome[];
  accessibility?: string[];
  url?: string;
}

/** Cells, or values of a JSON object, by the field that they are for. */
export type Values = ReadonlyMap<Field, unknown>;

/** Notes what is wrong, and goes on: a partner wants to see all at once. */
export type Note = (code: ReadingCode, ...path: (string | number)[]) => void;
