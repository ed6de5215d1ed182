import { jsonLdText } from '../../kit/json-ld.ts';
import { provinceNames } from '../region/index.ts';
import type { EmploymentType } from './vacancy.kind.ts';

interface PublicVacancy {
  id: string;
  title: string;
  description: string;
  occupation: string | null;
  employmentType: EmploymentType;
  regionCode: string | null;
  isRemote: boolean;
  monthlySalaryFrom: bigint | null;
  monthlySalaryTo: bigint | null;
  openings: number;
  openUntil: string;
  postedAt: Date | null;
  applyUrl: string | null;
}

interface Around {
  employer: string;
  portal: string;
  skills: readonly { skillCode: string }[];
}

// The values of https://developers.google.com/search/docs/appearance/structured-data/job-posting#employment-type
const types: Readonly<Record<EmploymentType, string>> = {
  FULL_TIME: 'FULL_TIME',
  PART_TIME: 'PART_TIME',
  CONTRACT: 'TEMPORARY',
  INTERNSHIP: 'INTERN',
  FREELANCE: 'CONTRACTOR',
};

const html: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The description is HTML by the documentation: each line of our plain text is a paragraph. */
const paragraphs = (text: string): string =>
  text
    .split(/\n+/)
    .map((line) => `<p>${line.replace(/[&<>"]/g, (mark) => html[mark] ?? mark)}</p>`)
    .join('');

const salary = ({ monthlySalaryFrom: from, monthlySalaryTo: to }: PublicVacancy) => {
  if (from === null && to === null) return undefined;
  const range =
    from !== null && to !== null ? { minValue: Number(from), maxValue: Number(to) } : { value: Number(from ?? to) };
  return {
    '@type': 'MonetaryAmount',
    currency: 'IDR',
    value: { '@type': 'QuantitativeValue', ...range, unitText: 'MONTH' },
  };
};

const place = ({ regionCode, isRemote }: PublicVacancy) => ({
  jobLocation:
    regionCode === null
      ? undefined
      : {
          '@type': 'Place',
          // The regency's name is pmo's to tell: `region { name }`.
          address: {
            '@type': 'PostalAddress',
            addressRegion: provinceNames.get(regionCode.slice(0, 2)),
            addressCountry: 'ID',
          },
        },
  ...(isRemote
    ? { jobLocationType: 'TELECOMMUTE', applicantLocationRequirements: { '@type': 'Country', name: 'Indonesia' } }
    : {}),
});

/**
 * Writes an open vacancy as schema.org JobPosting (https://schema.org/JobPosting) in JSON-LD, with what search engines
 * require (https://developers.google.com/search/docs/appearance/structured-data/job-posting).
 */
export const jsonLdOf = (vacancy: PublicVacancy, { employer, portal, skills }: Around): string =>
  jsonLdText({
    '@context': 'https://schema.org',
    '@type': 'JobPosting',
    '@id': `urn:uuid:${vacancy.id}`,
    title: vacancy.title,
    description: paragraphs(vacancy.description),
    identifier: { '@type': 'PropertyValue', name: portal, value: vacancy.id },
    datePosted: vacancy.postedAt?.toISOString(),
    // The end of the last day in Jakarta.
    validThrough: `${vacancy.openUntil}T23:59:59+07:00`,
    employmentType: types[vacancy.employmentType],
    hiringOrganization: { '@type': 'Organization', name: employer },
    ...place(vacancy),
    baseSalary: salary(vacancy),
    totalJobOpenings: vacancy.openings,
    occupationalCategory:
      vacancy.occupation === null
        ? undefined
        : {
            '@type': 'CategoryCode',
            inCodeSet: { '@type': 'CategoryCodeSet', name: 'ISCO-08' },
            codeValue: vacancy.occupation,
          },
    skills: skills.map(({ skillCode }) => ({ '@type': 'DefinedTerm', termCode: skillCode })),
    url: vacancy.applyUrl ?? undefined,
  });
