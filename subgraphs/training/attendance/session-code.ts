import { createHmac, timingSafeEqual } from 'node:crypto';
import { typedCode } from '../../kit/typed-text.ts';
import type { CourseMode } from '../course/index.ts';
import { codeRule } from './rules.data.ts';

/** Crockford's alphabet: no I, L, O and U, which are mistaken for others. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/**
 * Returns the code by which one person proves to have come to one session: 40 bits, eight letters. With ten tries for
 * each it is not guessed.
 */
export const sessionCode = (secret: Buffer, enrollmentId: string, session: number): string => {
  const digest = createHmac('sha256', secret).update(`session code v1 ${enrollmentId} ${session}`).digest();
  const number = digest.readUIntBE(0, 5);
  return Array.from({ length: LENGTH }, (_, place) => LETTERS[Math.floor(number / 32 ** place) % 32]).join('');
};

/** Reads a code as people type it: in any case, with blanks and hyphens, with O for 0, and I or L for 1. */
export const readCode = (text: string): string => typedCode(text.slice(0, 4 * LENGTH));

/** Decides whether a code is the right one, in the same time whatever is wrong with it. */
export const isCode = (given: string, right: string): boolean => {
  const [one, other] = [readCode(given), right].map((code) => Buffer.from(code));
  return one !== undefined && other !== undefined && one.length === other.length && timingSafeEqual(one, other);
};

export interface CodeWindow {
  /** The person can read the code from then on. */
  readableFrom: Date;
  /** It counts from then on, until `until`, which is excluded. */
  from: Date;
  until: Date;
}

/** The times of the code of a session that starts then, in a class of that mode. */
export const codeWindow = (startsAt: Date, mode: CourseMode): CodeWindow => {
  const start = startsAt.getTime();
  return {
    readableFrom: new Date(start - codeRule.readAheadMs[mode]),
    from: new Date(start - codeRule.windowMs),
    until: new Date(start + codeRule.windowMs),
  };
};
