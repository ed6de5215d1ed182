/** A course as the graph answers it. */
export interface ExportedCourse {
  reference: string;
  title: string;
  description: string;
  mode: string;
  language: string | null;
  price: number;
  priceOutside: number | null;
  durationHours: number;
  accessibility: string[] | null;
  url: string | null;
  syllabus: { title: string; hours: number; description: string | null }[] | null;
  outcomes: { skill: { code: string }; level: string }[] | null;
  institution: { id: string } | null;
}

const columns = [
  'reference',
  'institution',
  'title',
  'description',
  'mode',
  'language',
  'price',
  'priceOutside',
  'durationHours',
  'syllabus',
  'outcomes',
  'accessibility',
  'url',
] as const;

export const CSV_HEADER = `\ufeff${columns.join(',')}\r\n`;

// A spreadsheet runs what begins like this: an apostrophe makes it a text.
const formula = /^[=+\-@\t\r]/;

const cell = (value: string | number | null): string => {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

// What divides units and their parts cannot stand in their texts.
const part = (text: string): string => text.replaceAll('|', '/').replaceAll(';', ',').replaceAll('\n', ' ');

const unitText = ({ title, hours, description }: NonNullable<ExportedCourse['syllabus']>[number]): string =>
  [part(title), String(hours), ...(description === null ? [] : [part(description)])].join('|');

/** Writes a course as a row with the columns that `import-courses` reads. */
export const csvRow = (course: ExportedCourse): string => {
  const { syllabus, outcomes, accessibility, institution, ...plain } = course;
  const texts = {
    ...plain,
    institution: institution?.id ?? null,
    syllabus: (syllabus ?? []).map(unitText).join(';'),
    outcomes: (outcomes ?? []).map(({ skill, level }) => `${skill.code}:${level}`).join(';'),
    accessibility: (accessibility ?? []).join(';'),
  };
  return `${columns.map((name) => cell(texts[name])).join(',')}\r\n`;
};

/** Writes a course as a line of JSON in the words of `CourseInput`: nothing of it is lost. */
export const jsonLine = ({ institution, outcomes, ...plain }: ExportedCourse): string => {
  const skills = (outcomes ?? []).map(({ skill, level }) => ({ skill: skill.code, level }));
  return `${JSON.stringify({ ...plain, institution: institution?.id, outcomes: skills })}\n`;
};
