import { expect, test } from 'vitest';
import { undescribed } from '../../tests/testkit/descriptions.ts';
import { training } from './schema.ts';

test('every type, field, argument and enum value says what it is', () => {
  expect(undescribed(training.sdl)).toEqual([]);
});

test('fields added to another owner’s entity are nullable, so that an outage costs only them', () => {
  expect(training.sdl).toMatch(/enrollments\([^)]*\): EnrollmentConnection\n/);
  expect(training.sdl).toMatch(/certificates\([^)]*\): CertificateConnection\n/);
  expect(training.sdl).toMatch(/teach this skill[^)]*\): CourseConnection\n/);
});
