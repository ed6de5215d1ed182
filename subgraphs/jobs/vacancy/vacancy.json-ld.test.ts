import { expect, test } from 'vitest';
import { schemaFaults } from '../../../tests/testkit/schema-org.ts';
import { openPublishing } from '../../../tests/testkit/vacancies.ts';

const { database, askAnonymously, publish } = await openPublishing();

interface SchemaObject {
  '@type'?: string;
  [name: string]: unknown;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isObject = (value: unknown, type: string): value is SchemaObject =>
  typeof value === 'object' && value !== null && (value as SchemaObject)['@type'] === type;

const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;
const employment = ['FULL_TIME', 'PART_TIME', 'CONTRACTOR', 'TEMPORARY', 'INTERN', 'VOLUNTEER', 'PER_DIEM', 'OTHER'];
const units = ['HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR'];

const placeFaults = ({ jobLocation, jobLocationType, applicantLocationRequirements }: SchemaObject): string[] => {
  if (jobLocationType !== undefined && jobLocationType !== 'TELECOMMUTE') return ['jobLocationType'];
  if (jobLocation === undefined) {
    const isAnywhere = jobLocationType === 'TELECOMMUTE' && isObject(applicantLocationRequirements, 'Country');
    return isAnywhere && isText(applicantLocationRequirements.name) ? [] : ['jobLocation'];
  }
  const address = isObject(jobLocation, 'Place') ? jobLocation.address : null;
  return isObject(address, 'PostalAddress') && isText(address.addressCountry) ? [] : ['jobLocation.address'];
};

const salaryFaults = ({ baseSalary }: SchemaObject): string[] => {
  if (baseSalary === undefined) return [];
  if (!isObject(baseSalary, 'MonetaryAmount') || baseSalary.currency !== 'IDR') return ['baseSalary'];
  const { value } = baseSalary;
  if (!isObject(value, 'QuantitativeValue') || !units.includes(value.unitText as string)) return ['baseSalary.value'];
  const isOne = typeof value.value === 'number';
  const isRange = typeof value.minValue === 'number' && typeof value.maxValue === 'number';
  return isOne !== isRange ? [] : ['baseSalary.value'];
};

/**
 * What is wrong with a job posting by the documentation of Google
 * (https://developers.google.com/search/docs/appearance/structured-data/job-posting): title, description, datePosted,
 * hiringOrganization and a place are required; what is recommended has its form.
 */
const faultsOf = (posting: SchemaObject): string[] => [
  ...(posting['@context'] === 'https://schema.org' && posting['@type'] === 'JobPosting' ? [] : ['@type']),
  ...(isText(posting.title) && !/[<>]/.test(posting.title) ? [] : ['title']),
  ...(isText(posting.description) && posting.description !== posting.title ? [] : ['description']),
  ...(isText(posting.datePosted) && DATE.test(posting.datePosted) ? [] : ['datePosted']),
  ...(isObject(posting.hiringOrganization, 'Organization') && isText(posting.hiringOrganization.name)
    ? []
    : ['hiringOrganization']),
  ...placeFaults(posting),
  ...salaryFaults(posting),
  ...(isText(posting.validThrough) && DATE.test(posting.validThrough) ? [] : ['validThrough']),
  ...(employment.includes(posting.employmentType as string) ? [] : ['employmentType']),
  ...(isObject(posting.identifier, 'PropertyValue') && isText(posting.identifier.value) ? [] : ['identifier']),
];

const read = async (id: string) => {
  const source = 'query ($id: ID!) { vacancy(id: $id) { jsonLd } }';
  const { data, errors } = await askAnonymously<{ vacancy: { jsonLd: string | null } | null }>(source, { id });
  expect(errors).toEqual([]);
  return data.vacancy?.jsonLd ?? null;
};

test.each([
  ['with a range of pay', {}],
  ['with one amount', { monthlySalaryTo: null }],
  ['without pay', { monthlySalaryFrom: null, monthlySalaryTo: null }],
  ['remote, in no place', { isRemote: true, region: null }],
  ['remote or in a place', { isRemote: true }],
  ...['PART_TIME', 'CONTRACT', 'INTERNSHIP', 'FREELANCE'].map((type) => [`of type ${type}`, { type }] as const),
  [
    'with marks in its texts',
    { title: 'Barista & "kasir" (shift) > malam', description: 'Baris satu & dua.\n\nBaris tiga > empat.' },
  ],
] as const)('a vacancy %s is a JobPosting without a fault', async (what, change) => {
  const posting = JSON.parse(
    (await read(await publish(`J-${what}`.slice(0, 40).replace(/[^\w -]/g, ''), change))) ?? '{}',
  );
  expect(faultsOf(posting).filter((fault) => !(what.includes('marks') && fault === 'title'))).toEqual([]);
  expect(schemaFaults(posting)).toEqual([]);
});

test('a posting says what the vacancy says', async () => {
  const id = await publish('J-1', {
    openings: 3,
    applyUrl: 'https://lestari.co.id/lamar',
    description: 'Baris satu.\nBaris dua & tiga.',
  });
  expect(JSON.parse((await read(id)) ?? '{}')).toMatchObject({
    '@id': `urn:uuid:${id}`,
    title: 'Barista kedai kopi',
    description: '<p>Baris satu.</p><p>Baris dua &amp; tiga.</p>',
    hiringOrganization: { name: 'Kopi Lestari' },
    jobLocation: { address: { addressRegion: 'Jawa Barat', addressCountry: 'ID' } },
    baseSalary: { currency: 'IDR', value: { minValue: 4_500_000, maxValue: 5_500_000, unitText: 'MONTH' } },
    employmentType: 'FULL_TIME',
    occupationalCategory: { inCodeSet: { name: 'ISCO-08' }, codeValue: '5132' },
    totalJobOpenings: 3,
    skills: [{ termCode: 'barista-work' }, { termCode: 'cashiering' }],
    url: 'https://lestari.co.id/lamar',
  });
});

test('the validator finds what is missing', () => {
  expect(faultsOf({ '@context': 'https://schema.org', '@type': 'JobPosting' })).toEqual([
    'title',
    'description',
    'datePosted',
    'hiringOrganization',
    'jobLocation',
    'validThrough',
    'employmentType',
    'identifier',
  ]);
});

test('what schema.org does not know is found: types, properties, and values of another type', () => {
  const posting = {
    '@type': 'JobPosting',
    pay: 5,
    benefits: 'kopi',
    totalJobOpenings: 'tiga',
    validThrough: '31-12-2026',
    baseSalary: {
      '@type': 'MonetaryAmount',
      value: { '@type': 'QuantitativeValue', unit: 'MONTH', minValue: '4.500.000' },
    },
    jobLocation: { '@type': 'Place', address: { '@type': 'Address' } },
    hiringOrganization: { '@type': 'Place', name: 'Kopi Lestari' },
    occupationalCategory: { '@type': 'CategoryCode', inCodeSet: 'ISCO-08' },
    skills: [{ '@type': 'DefinedTerm', termCode: 'barista-work' }, 5],
    applicantLocationRequirements: { '@type': 'Country', name: 'Indonesia' },
  };
  expect(schemaFaults(posting)).toEqual([
    'pay',
    'benefits',
    'totalJobOpenings',
    'validThrough',
    'baseSalary.value.unit',
    'baseSalary.value.minValue',
    'jobLocation.address',
    'hiringOrganization',
    'occupationalCategory.inCodeSet',
    'skills',
  ]);
});

test('what is not open has no posting, and no text of one ends a script element', async () => {
  const id = await publish('J-2', { description: 'Menulis dokumentasi tentang 1 < 2 dan 2 > 1 di kedai.' });
  expect(await read(id)).not.toMatch(/[<\u2028\u2029]/);
  await database.pool.query(`update vacancy set status = 'PAUSED' where id = $1`, [id]);
  expect(await read(id)).toBeNull();
});
