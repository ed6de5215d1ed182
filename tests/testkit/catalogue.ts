import type { Caller } from '../../subgraphs/kit/caller.ts';
import { idOf, organizations } from './training.ts';

/** A course that nothing is wrong with, as a platform sends it. */
export const sentCourse = (reference: string, change: object = {}) => ({
  reference,
  institution: idOf(1),
  title: 'Barista untuk Pemula',
  description: 'Belajar menyeduh kopi dari dasar sampai siap bekerja di kedai.',
  mode: 'ONLINE',
  language: 'id',
  price: 500_000,
  priceOutside: 600_000,
  syllabus: [
    { title: 'Mengenal biji kopi', hours: 5 },
    { title: 'Menyeduh espreso', hours: 10, description: 'Praktik dengan mesin.' },
  ],
  outcomes: [
    { skill: 'coffee-roasting', level: 'BASIC' },
    { skill: 'barista-work', level: 'INTERMEDIATE' },
  ],
  accessibility: ['CAPTIONS'],
  url: 'https://pijar.co.id/kursus/barista',
  ...change,
});

/** A client of an organisation, with these scopes, separated by spaces. */
export const clientOf = (org: string, scope = 'course:publish'): Caller => {
  const held = new Set(scope.split(' '));
  return { id: `client-of-${org}`, org, can: (wanted) => held.has(wanted) };
};

export const pijar = clientOf(organizations.pijar);
export const pintar = clientOf(organizations.pintar);

export const IMPORT = `mutation ($courses: [CourseInput!]!, $asOf: DateTime!, $key: String!) {
  importCourses(courses: $courses, asOf: $asOf, idempotencyKey: $key) {
    items { index reference outcome course { id status version } problems { code path example message } }
    refusal { code path } } }`;

export interface ImportAnswer {
  importCourses: {
    items:
      | {
          index: number;
          reference: string;
          outcome: string;
          course: { id: string; status: string; version: number } | null;
          problems: { code: string; path: string; example: string | null; message: string }[];
        }[]
      | null;
    refusal: { code: string; path: string[] } | null;
  };
}
