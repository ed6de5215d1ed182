import { hoursOf } from '../numbers.ts';
import { type Note, textOf, type Values } from '../reader.ts';
import type { Unit } from './course-input.ts';

interface RawUnit {
  title: unknown;
  hours: unknown;
  description: unknown;
}

const MOST_UNITS = 60;

/** `title|hours|description`, one unit after a semicolon or on a line of its own. */
const ofText = (text: string): RawUnit[] =>
  text
    .split(/[;\n]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [title, hours, ...description] = part.split('|');
      return { title, hours, description: description.join('|') };
    });

const ofList = (list: readonly unknown[]): RawUnit[] =>
  list.map((item) => {
    const { title, hours, description } = Object(item) as Partial<RawUnit>;
    return { title, hours, description };
  });

/** Units of the columns unit1_title, unit1_hours and so on; rows with fewer units leave the last ones empty. */
const ofColumns = (values: Values): RawUnit[] => {
  const get = (number: number, part: string) => values.get(`unit${number}_${part}`);
  const units = Array.from({ length: MOST_UNITS }, (_, index) => ({
    title: get(index + 1, 'title'),
    hours: get(index + 1, 'hours'),
    description: get(index + 1, 'description'),
  }));
  const last = units.findLastIndex((unit) => Object.values(unit).some((value) => textOf(value) !== ''));
  return units.slice(0, last + 1);
};

const rawUnits = (values: Values): RawUnit[] => {
  const value = values.get('syllabus');
  if (Array.isArray(value)) return ofList(value);
  const text = textOf(value);
  return text === '' ? ofColumns(values) : ofText(text);
};

/** Units of a syllabus in each of its forms; of one that cannot be read it notes why, one note a unit. */
export const readSyllabus = (values: Values, note: Note): Unit[] =>
  rawUnits(values).map((raw, index) => {
    const title = textOf(raw.title);
    const hours = hoursOf(typeof raw.hours === 'number' ? raw.hours : textOf(raw.hours));
    const description = textOf(raw.description);
    if (textOf(raw.hours) === '') note('SYLLABUS_UNREADABLE', 'syllabus', index);
    else if (hours === undefined) note('HOURS_UNREADABLE', 'syllabus', index, 'hours');
    return { title, hours: hours ?? 0, ...(description && { description }) };
  });
