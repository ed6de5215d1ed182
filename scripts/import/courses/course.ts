import type { ReadRecord, RecordKind } from '../items.ts';
import { hoursOf } from '../numbers.ts';
import type { Fault } from '../problem.ts';
import { Reader, type Values } from '../reader.ts';
import { readSkills } from '../skills.ts';
import { languageOf, modeOf, needOf } from './choices.ts';
import { type CourseField, courseColumns } from './columns.data.ts';
import type { CourseInput, Unit } from './course-input.ts';
import { readSyllabus } from './syllabus.ts';

const MOST_UNITS = 60;
const MOST_CHARACTERS = 100_000;

type CourseReader = Reader<CourseField>;

/** Hours as stated, or else those of the units. */
const hoursIn = (reader: CourseReader, units: readonly Unit[]): number => {
  const sum = units.reduce((total, { hours }) => total + hours, 0);
  if (!reader.optional('durationHours')) return sum;
  return reader.read('durationHours', hoursOf, 'HOURS_UNREADABLE') ?? 0;
};

const readCourse = (values: Values): ReadRecord<CourseInput> | { faults: Fault[] } => {
  const reader: CourseReader = new Reader(values, courseColumns);
  const { note } = reader;
  const syllabus = readSyllabus(values, note);
  const language = reader.optional('language');
  const accessibility = reader.words('accessibility', needOf, 'ACCESSIBILITY_UNKNOWN');
  const url = reader.optional('url');
  const course: CourseInput = {
    reference: reader.text('reference'),
    institution: reader.text('institution'),
    title: reader.text('title'),
    description: reader.text('description'),
    mode: reader.read('mode', (cell) => modeOf(String(cell)), 'MODE_UNKNOWN') ?? '',
    ...(language && { language: languageOf(language) }),
    price: reader.rupiah('price'),
    priceOutside: reader.rupiah('priceOutside'),
    durationHours: hoursIn(reader, syllabus),
    syllabus,
    outcomes: readSkills(values, 'outcomes', note).map(({ skill, level }) => ({ skill, level })),
    ...(accessibility && { accessibility }),
    ...(url && { url }),
  };
  const text = JSON.stringify(course);
  if (syllabus.length > MOST_UNITS || text.length > MOST_CHARACTERS) note('COURSE_TOO_LARGE');
  return reader.faults.length > 0 ? { faults: reader.faults } : { input: course, bytes: Buffer.byteLength(text) };
};

/** Courses of a file. */
export const courses: RecordKind<CourseInput> = { columns: courseColumns, read: readCourse };
