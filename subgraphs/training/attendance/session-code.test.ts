import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { mistypings, typings } from '../../../tests/testkit/typed-codes.ts';
import { CourseMode } from '../course/course.mode.ts';
import { codeWindow, isCode, sessionCode } from './session-code.ts';

const enrollment = '018d0000-0000-7000-8000-000000000001';

test('a code is eight letters that are not mistaken for others, and the same each time', () => {
  for (let round = 0; round < 200; round += 1) {
    const secret = randomBytes(32);
    const code = sessionCode(secret, enrollment, 3);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(sessionCode(secret, enrollment, 3)).toBe(code);
    expect(sessionCode(secret, enrollment, 4)).not.toBe(code);
  }
});

test('all letters of a code are drawn: forty bits', () => {
  const codes = Array.from({ length: 2_000 }, () => sessionCode(randomBytes(32), enrollment, 1));
  expect(new Set(codes).size).toBe(2_000);
  for (let place = 0; place < 8; place += 1) expect(new Set(codes.map((code) => code[place])).size).toBe(32);
});

test.each([
  ['abcd-efg0', true],
  [' ABCD EFGO ', true],
  ['ABCDEFG1', false],
  ['ABCDEFG', false],
  ['', false],
  ['ABCDEFG0'.repeat(1_000), false],
])('%j is read as it is meant', (typed, expected) => {
  expect(isCode(typed, 'ABCDEFG0')).toBe(expected);
});

test.each(typings)('a code with %s is the code', (_name, typed) => {
  expect(isCode(typed('ABCDEFG0'), 'ABCDEFG0')).toBe(true);
});

test.each(mistypings)('%s is none', (_name, typed) => {
  expect(isCode(typed('ABCDEFG0'), 'ABCDEFG0')).toBe(false);
});

test('a code counts for two hours, and is read before where the class has a place', () => {
  const start = new Date('2026-11-28T02:00:00Z');
  expect(codeWindow(start, CourseMode.ONLINE)).toEqual({
    readableFrom: new Date('2026-11-28T01:00:00Z'),
    from: new Date('2026-11-28T01:00:00Z'),
    until: new Date('2026-11-28T03:00:00Z'),
  });
  expect(codeWindow(start, CourseMode.OFFLINE).readableFrom).toEqual(new Date('2026-11-25T02:00:00Z'));
});
