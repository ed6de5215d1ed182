import { expect, test } from 'vitest';
import { undescribed } from '../../tests/testkit/descriptions.ts';
import { jobs } from './schema.ts';

test('every type, field, argument and enum value says what it is', () => {
  expect(undescribed(jobs.sdl)).toEqual([]);
});

test('fields added to another owner’s entity are nullable, so that an outage costs only them', () => {
  expect(jobs.sdl).toMatch(/skillProfile: SkillProfile\n/);
  expect(jobs.sdl).toMatch(/recommendedVacancies\([^)]*\): RecommendedVacancyConnection\n/);
  expect(jobs.sdl).toMatch(/ask for this skill[^)]*\): VacancyConnection\n/);
});
