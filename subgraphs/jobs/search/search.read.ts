import { z } from 'zod';
import { inputError } from '../../kit/errors.ts';
import { isUuid } from '../../kit/ids.ts';
import { type PageArgs, readPage } from '../../kit/page.ts';
import type { Match } from '../../kit/search/asking.ts';
import { listTag } from '../../kit/search/list.ts';
import { readSearch } from '../../kit/search.ts';
import { neighboursOf, readRegionCode } from '../region/index.ts';
import { VacancyOrder } from './search.order.ts';
import type { PageOfSearch, VacancyConditions } from './search.statement.ts';
import { typedVacancyWords } from './search.words.ts';

const MOST_SKILLS = 20;
const MOST_DAYS = 365;
const DAY_MS = 86_400_000;
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

const texts = {
  skills: {
    en: `\`skills\` takes 1 to ${MOST_SKILLS} codes.`,
    id: `\`skills\` menerima 1 sampai ${MOST_SKILLS} kode.`,
  },
  choices: {
    en: 'This list takes at least one value, and each only once.',
    id: 'Daftar ini memuat sedikitnya satu nilai, masing-masing sekali.',
  },
  occupation: {
    en: '`occupation` takes the first 1 to 4 digits of an ISCO-08 code, such as 51 or 5132.',
    id: '`occupation` menerima 1 sampai 4 angka awal kode ISCO-08, misalnya 51 atau 5132.',
  },
  days: {
    en: `\`postedWithinDays\` takes 1 to ${MOST_DAYS}.`,
    id: `\`postedWithinDays\` menerima 1 sampai ${MOST_DAYS}.`,
  },
  around: {
    en: '`isWithinProvince` and `isNearby` belong to a `region`.',
    id: '`isWithinProvince` dan `isNearby` memerlukan `region`.',
  },
};

/** The filter as it is sent. */
export interface SentFilter {
  search?: string | null;
  skills?: readonly string[] | null;
  skill?: string | null;
  region?: string | null;
  isWithinProvince?: boolean;
  isNearby?: boolean;
  isRemote?: boolean | null;
  minSalary?: bigint | null;
  types?: readonly string[] | null;
  accessibility?: readonly string[] | null;
  occupation?: string | null;
  postedWithinDays?: number | null;
  portal?: string | null;
}

type PagePlace = readonly [tag: string, sinceMs: number, match: Match, key: string, id: string];

/** A list of vacancies that is asked for: what narrows it, its order, and the page. */
export interface VacancySearch {
  order: VacancyOrder;
  /** Null when it names what cannot exist: then nothing is found. */
  conditions: VacancyConditions | null;
  page: { first: number; after: PagePlace | null };
  /** The page's values; the cursors of its rows begin with them. */
  cursor: readonly [tag: string, sinceMs: number];
}

// Codes are those of the graph's skills: another text names nothing.
const isCode = (code: string): boolean => code.length <= 100 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code);

const readSkills = ({ skills, skill }: SentFilter): string[] | null => {
  const codes = skills ?? (skill ? [skill] : null);
  if (codes === null) return null;
  const all = [...new Set(codes)];
  if (all.length < 1 || all.length > MOST_SKILLS) throw inputError('SKILLS_OUT_OF_RANGE', texts.skills, 'skills');
  return all.filter(isCode).toSorted();
};

const readChoices = (choices: readonly string[] | null | undefined, name: string): string[] | null => {
  if (choices === null || choices === undefined) return null;
  if (choices.length === 0 || new Set(choices).size < choices.length)
    throw inputError('CHOICES_OUT_OF_RANGE', texts.choices, name);
  return choices.toSorted();
};

const readPlaces = ({ region, isWithinProvince = false, isNearby = false }: SentFilter) => {
  if (typeof region !== 'string') {
    if (isWithinProvince || isNearby) throw inputError('REGION_NEEDED', texts.around, 'region');
    return { province: null, regencies: null };
  }
  const code = readRegionCode(region);
  const isProvince = code.length === 2 || isWithinProvince;
  const around = isNearby ? neighboursOf(code) : [];
  return { province: isProvince ? code.slice(0, 2) : null, regencies: [code, ...around] };
};

const readOccupation = (digits: string | null | undefined): string | null => {
  if (digits === null || digits === undefined) return null;
  if (!/^\d{1,4}$/.test(digits)) throw inputError('OCCUPATION_MALFORMED', texts.occupation, 'occupation');
  return digits;
};

const readDays = (days: number | null | undefined): number | null => {
  if (days === null || days === undefined) return null;
  if (days < 1 || days > MOST_DAYS) throw inputError('DAYS_OUT_OF_RANGE', texts.days, 'postedWithinDays');
  return days;
};

/** A bigint that PostgreSQL takes. */
const key = z.string().regex(/^\d{1,18}$/);

const placeOf = (tag: string) =>
  z.tuple([z.literal(tag), z.int().min(0).max(LAST_MS), z.enum(['ALL', 'ANY']), key, z.uuid()]);

/**
 * Reads what is asked for. Days are counted back from `now`, on later pages from the first one's moment.
 * @throws GraphQLError SEARCH_TOO_LONG, SEARCH_MALFORMED, SKILLS_OUT_OF_RANGE, CHOICES_OUT_OF_RANGE, REGION_NEEDED,
 * REGION_CODE_MALFORMED, OCCUPATION_MALFORMED, DAYS_OUT_OF_RANGE, PAGE_SIZE_OUT_OF_RANGE, or CURSOR_MALFORMED, also for a
 * cursor of another filter or order
 */
export const readVacancySearch = (
  { filter, order, page: args }: { filter: SentFilter; order: VacancyOrder | null; page: PageArgs },
  now: Date,
): VacancySearch => {
  const search = readSearch(filter.search);
  const words = search === null ? null : typedVacancyWords(search);
  const { isRemote = null, minSalary = null, portal = null } = filter;
  const fixed = {
    skills: readSkills(filter),
    ...readPlaces(filter),
    isRemote,
    minSalary,
    types: readChoices(filter.types, 'types'),
    accessibility: readChoices(filter.accessibility, 'accessibility'),
    occupation: readOccupation(filter.occupation),
    portal,
  };
  const days = readDays(filter.postedWithinDays);
  const ordered = order ?? (words === null ? VacancyOrder.NEWEST : VacancyOrder.RELEVANCE);
  const tag = listTag(ordered, { words, ...fixed, days });
  const page = readPage(args, placeOf(tag));
  const since = page.after?.[1] ?? now.getTime();
  const conditions: VacancyConditions = {
    ...fixed,
    words: words && JSON.stringify(words),
    match: page.after?.[2] ?? null,
    postedFrom: days === null ? null : new Date(since - days * DAY_MS),
  };
  const isNone = words?.length === 0 || fixed.skills?.length === 0 || (portal !== null && !isUuid(portal));
  return { order: ordered, conditions: isNone ? null : conditions, page, cursor: [tag, since] };
};

/** The values of a page's statement. */
export const pageValuesOf = (conditions: VacancyConditions, { first, after }: VacancySearch['page']): PageOfSearch => ({
  ...conditions,
  afterKey: after?.[3] ?? null,
  afterId: after?.[4] ?? null,
  rows: first + 1,
});
