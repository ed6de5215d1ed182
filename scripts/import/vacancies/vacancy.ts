import { dateOf } from '../dates.ts';
import type { ReadRecord, RecordKind } from '../items.ts';
import { rupiahOf, wholeOf } from '../numbers.ts';
import type { Fault } from '../problem.ts';
import { Reader, type Values } from '../reader.ts';
import type { Cell } from '../row.ts';
import { readSkills } from '../skills.ts';
import { needOf, typeOf, yesOf } from './choices.ts';
import { type VacancyField, vacancyColumns } from './columns.data.ts';

/** A skill that a vacancy asks for. */
interface Requirement {
  skill: string;
  level: string;
  weight?: number;
}

/** A vacancy as `upsertVacancies` takes it. */
export interface VacancyInput {
  reference: string;
  employer: string;
  title: string;
  description: string;
  occupation: string;
  region?: string;
  isRemote?: boolean;
  type: string;
  monthlySalaryFrom?: number;
  monthlySalaryTo?: number;
  requirements: Requirement[];
  accessibility?: string[];
  openUntil: string;
  openings?: number;
  applyUrl?: string;
}

type VacancyReader = Reader<VacancyField>;

const MOST_SKILLS = 20;
const MOST_CHARACTERS = 100_000;

/** Both ends of a cell such as `Rp 4.000.000 - Rp 6.000.000`; a lone amount is the lower one. */
const rangeOf = (cell: Cell): readonly [from: number, to: number | undefined] | undefined => {
  const [from, to, ...others] = String(cell).split(
    /\s*(?:[–—~]|(?<=\d)\s*-(?=\s*(?:rp|idr|\d))|\bs\/d\b|\bsampai\b|\bto\b)\s*/i,
  );
  const amounts = [from, to].map((text) => (text === undefined ? undefined : rupiahOf(text)));
  const [low, high] = amounts;
  return low === undefined || others.length > 0 || (to !== undefined && high === undefined) ? undefined : [low, high];
};

const readSalary = (reader: VacancyReader): Pick<VacancyInput, 'monthlySalaryFrom' | 'monthlySalaryTo'> => {
  const range = reader.readOptional('salary', rangeOf, 'AMOUNT_UNREADABLE');
  const from = reader.readOptional('monthlySalaryFrom', rupiahOf, 'AMOUNT_UNREADABLE') ?? range?.[0];
  const to = reader.readOptional('monthlySalaryTo', rupiahOf, 'AMOUNT_UNREADABLE') ?? range?.[1];
  return { ...(from !== undefined && { monthlySalaryFrom: from }), ...(to !== undefined && { monthlySalaryTo: to }) };
};

const readRequirements = (values: Values, { note }: VacancyReader): Requirement[] =>
  readSkills(values, 'requirements', note).map(({ skill, level, weight: text }, index) => {
    const weight = wholeOf(text);
    if (text !== '' && weight === undefined) note('NUMBER_UNREADABLE', 'requirements', index, 'weight');
    return { skill, level, ...(weight !== undefined && { weight }) };
  });

// A spreadsheet makes a number of 32.73, and of 32.70 the number 32.7.
const regionOf = (text: string): string => (/^\d\d\.\d$/.test(text) ? `${text}0` : text);

const readVacancy = (values: Values): ReadRecord<VacancyInput> | { faults: Fault[] } => {
  const reader: VacancyReader = new Reader(values, vacancyColumns);
  const region = reader.optional('region');
  const isRemote = reader.readOptional('isRemote', (cell) => yesOf(String(cell)), 'YES_OR_NO_UNREADABLE');
  const accessibility = reader.words('accessibility', needOf, 'ACCESSIBILITY_UNKNOWN');
  const openings = reader.readOptional('openings', wholeOf, 'NUMBER_UNREADABLE');
  const applyUrl = reader.optional('applyUrl');
  const vacancy: VacancyInput = {
    reference: reader.text('reference'),
    employer: reader.text('employer'),
    title: reader.text('title'),
    description: reader.text('description'),
    occupation: reader.text('occupation'),
    ...(region && { region: regionOf(region) }),
    ...(isRemote && { isRemote: isRemote === 'yes' }),
    type: reader.read('type', (cell) => typeOf(String(cell)), 'EMPLOYMENT_TYPE_UNKNOWN') ?? '',
    ...readSalary(reader),
    requirements: readRequirements(values, reader),
    ...(accessibility && { accessibility }),
    openUntil: reader.read('openUntil', dateOf, 'DATE_UNREADABLE') ?? '',
    ...(openings !== undefined && { openings }),
    ...(applyUrl && { applyUrl }),
  };
  const text = JSON.stringify(vacancy);
  if (vacancy.requirements.length > MOST_SKILLS || text.length > MOST_CHARACTERS) reader.note('VACANCY_TOO_LARGE');
  return reader.faults.length > 0 ? { faults: reader.faults } : { input: vacancy, bytes: Buffer.byteLength(text) };
};

/** Vacancies of a file. */
export const vacancies: RecordKind<VacancyInput> = { columns: vacancyColumns, read: readVacancy };
