import { expect, test } from 'vitest';
import { IMPORT, pijar, sentCourse } from '../../../tests/testkit/catalogue.ts';
import { idOf, openTraining } from '../../../tests/testkit/training.ts';
import { jsonLdOf } from './course.json-ld.ts';
import { CourseMode } from './course.mode.ts';

const { ask, askAnonymously, database } = await openTraining([{ number: 11, stars: [5, 4] }]);

test('a course on sale is a Course of schema.org, for everyone', async () => {
  const variables = { courses: [sentCourse('J-1')], asOf: '2026-11-01T08:00:00Z', key: crypto.randomUUID() };
  await ask(pijar, IMPORT, variables);
  const { rows } = await database.pool.query(
    `update course set status = 'UNDER_ASSESSMENT' where reference = 'J-1' returning id`,
  );
  await database.pool.query(`update course set status = 'ACTIVE' where reference = 'J-1'`);
  const { data, statements } = await askAnonymously<{ course: { jsonLd: string } }>(
    'query ($id: ID!) { course(id: $id) { jsonLd } }',
    { id: rows[0].id },
  );
  expect(JSON.parse(data.course.jsonLd)).toEqual({
    '@context': 'https://schema.org',
    '@type': 'Course',
    '@id': `urn:uuid:${rows[0].id}`,
    name: 'Barista untuk Pemula',
    description: 'Belajar menyeduh kopi dari dasar sampai siap bekerja di kedai.',
    inLanguage: 'id',
    url: 'https://pijar.co.id/kursus/barista',
    syllabusSections: [
      { '@type': 'Syllabus', name: 'Mengenal biji kopi', timeRequired: 'PT5H' },
      {
        '@type': 'Syllabus',
        name: 'Menyeduh espreso',
        description: 'Praktik dengan mesin.',
        timeRequired: 'PT10H',
      },
    ],
    teaches: [
      { '@type': 'DefinedTerm', termCode: 'barista-work', description: 'Intermediate' },
      { '@type': 'DefinedTerm', termCode: 'coffee-roasting', description: 'Beginner' },
    ],
    accessibilityFeature: ['captions'],
    provider: { '@type': 'EducationalOrganization', name: 'LPK Satu' },
    offers: {
      '@type': 'Offer',
      category: 'Paid',
      price: 500_000,
      priceCurrency: 'IDR',
      seller: { '@type': 'Organization', name: 'Pijar' },
    },
    hasCourseInstance: { '@type': 'CourseInstance', courseMode: 'Online', courseWorkload: 'PT15H' },
  });
  expect(statements).toBe(4);
});

test('a course from before versions were kept has what its columns say, with its rating', async () => {
  const { data } = await askAnonymously<{ course: { jsonLd: string; syllabus: null } }>(
    'query ($id: ID!) { course(id: $id) { jsonLd syllabus { title } } }',
    { id: idOf(11) },
  );
  expect(JSON.parse(data.course.jsonLd)).toMatchObject({
    name: 'Kursus 11',
    aggregateRating: { ratingValue: 4.5, ratingCount: 2, bestRating: 5, worstRating: 1 },
  });
  expect(data.course.syllabus).toBeNull();
});

test('no text of a course ends the script element that holds it', () => {
  const course = {
    id: idOf(1),
    title: '</script><script>alert(1)',
    description: 'a\u2028b',
    price: 1n,
    durationHours: 15,
    mode: CourseMode.ONLINE,
    ratingAverage: null,
    ratingCount: 0,
  };
  const text = jsonLdOf(course, { content: null, platform: null, institution: null });
  expect(text).not.toMatch(/[<\u2028\u2029]/);
  expect(JSON.parse(text).name).toBe(course.title);
});
