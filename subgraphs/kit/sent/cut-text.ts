import { storable } from '../broken-text.ts';

/** The first characters of a text, `most` of them, in a form that can be stored. */
export const cutText = (text: string, most: number): string =>
  [...storable(text.slice(0, 2 * most))].slice(0, most).join('');

/** Writes a path as partners read it: `syllabus[2].hours`. */
export const pathText = (path: readonly string[]): string =>
  path.reduce((text, part) => (/^\d+$/.test(part) ? `${text}[${part}]` : text ? `${text}.${part}` : part), '');
