import { z } from 'zod';
import { inputError } from '../../kit/errors.ts';
import { isUuid } from '../../kit/ids.ts';
import { type PageArgs, readPage } from '../../kit/page.ts';
import type { Match } from '../../kit/search/asking.ts';
import { listTag } from '../../kit/search/list.ts';
import { readSearch } from '../../kit/search.ts';
import { CourseOrder } from './search.order.ts';
import type { CourseConditions, PageOfSearch } from './search.statement.ts';
import { courseWordsOf } from './search.words.ts';

const MOST_SKILLS = 20;
const DAY_MS = 86_400_000;
const FOR_EVER = new Date('9999-12-31T23:59:59Z');

const texts = {
  outOfRange: {
    en: `\`skills\` takes 1 to ${MOST_SKILLS} codes.`,
    id: `\`skills\` menerima 1 sampai ${MOST_SKILLS} kode.`,
  },
  region: {
    en: '`region` takes a Kemendagri code, such as 32 or 32.73.',
    id: '`region` menerima kode Kemendagri, misalnya 32 atau 32.73.',
  },
};

/** The filter as it is sent. */
export interface SentFilter {
  search?: string | null;
  skills?: readonly string[] | null;
  skill?: string | null;
  region?: string | null;
  mode?: string | null;
  priceFrom?: bigint | null;
  priceTo?: bigint | null;
  maxPrice?: bigint | null;
  startsFrom?: string | null;
  startsUntil?: string | null;
  minRating?: number | null;
  platform?: string | null;
  institution?: string | null;
}

/** A list of courses that is asked for: what narrows it, its order, and the page. */
export interface CourseSearch {
  order: CourseOrder;
  /** Null when it names what cannot exist: then nothing is found. */
  conditions: CourseConditions | null;
  page: { first: number; after: PagePlace | null };
  /** The page's values; the cursors of its rows begin with them. */
  cursor: readonly [tag: string, sinceMs: number];
}

type PagePlace = readonly [tag: string, sinceMs: number, match: Match, key: string, id: string];

// Codes are those of the graph's skills: another text names nothing.
const isCode = (code: string): boolean => code.length <= 100 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code);

const readSkills = (codes: readonly string[] | null | undefined): string[] | null => {
  if (codes === null || codes === undefined) return null;
  const skills = [...new Set(codes)];
  if (skills.length < 1 || skills.length > MOST_SKILLS)
    throw inputError('SKILLS_OUT_OF_RANGE', texts.outOfRange, 'skills');
  return skills.filter(isCode).toSorted();
};

const readRegion = (code: string | null | undefined) => {
  if (code === null || code === undefined) return { province: null, regency: null };
  const [, province, regency] = /^(\d{2})(?:\.?(\d{2}))?$/.exec(code) ?? [];
  if (!province) throw inputError('REGION_CODE_MALFORMED', texts.region, 'region');
  return { province, regency: regency ? `${province}.${regency}` : null };
};

const least = (one: bigint | null, other: bigint | null): bigint | null => {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
};

const startOf = (day: string): number => Date.parse(`${day}T00:00:00+07:00`);

const readClasses = ({ startsFrom = null, startsUntil = null }: SentFilter, since: number) => ({
  since: new Date(since),
  hasClass: startsFrom === null && startsUntil === null ? null : true,
  classesFrom: new Date(startsFrom === null ? since : Math.max(since, startOf(startsFrom))),
  classesUntil: startsUntil === null ? FOR_EVER : new Date(startOf(startsUntil) + DAY_MS),
});

const namesNothing = ({ skills, platform, institution }: CourseConditions): boolean =>
  skills?.length === 0 || [platform, institution].some((id) => id !== null && !isUuid(id));

/** A bigint that PostgreSQL takes. */
const key = z.string().regex(/^\d{1,18}$|^9223372036854775807$/);

const placeOf = (tag: string) =>
  z.tuple([z.literal(tag), z.int().min(0).max(FOR_EVER.getTime()), z.enum(['ALL', 'ANY']), key, z.uuid()]);

/**
 * Reads what is asked for. The classes to come are those after `now`, on later pages those after the first one's moment.
 * @throws GraphQLError SEARCH_TOO_LONG, SEARCH_MALFORMED, SKILLS_OUT_OF_RANGE, REGION_CODE_MALFORMED,
 * PAGE_SIZE_OUT_OF_RANGE, or CURSOR_MALFORMED, also for a cursor of another filter or order
 */
export const readCourseSearch = (
  { filter, order, page: args }: { filter: SentFilter; order: CourseOrder | null; page: PageArgs },
  now: Date,
): CourseSearch => {
  const search = readSearch(filter.search);
  const { mode = null, priceFrom = null, priceTo = null, maxPrice = null, minRating = null } = filter;
  const { platform = null, institution = null, startsFrom = null, startsUntil = null } = filter;
  const region = readRegion(filter.region);
  const words = search === null ? null : courseWordsOf(search);
  const most = least(priceTo, maxPrice);
  const fixed = {
    skills: readSkills(filter.skills ?? (filter.skill ? [filter.skill] : null)),
    ...region,
    mode,
    priceFrom,
    priceTo: most,
    minRating,
    platform,
    institution,
  };
  const ordered = order ?? (words === null ? CourseOrder.NEWEST : CourseOrder.RELEVANCE);
  const tag = listTag(ordered, { words, ...fixed, startsFrom, startsUntil });
  const page = readPage(args, placeOf(tag));
  const since = page.after?.[1] ?? now.getTime();
  const written = words && JSON.stringify(words.map((word) => ({ words: word.words, is_filler: word.isFiller })));
  const conditions = { ...fixed, words: written, match: page.after?.[2] ?? null, ...readClasses(filter, since) };
  const isNone = words?.length === 0 || namesNothing(conditions);
  return { order: ordered, conditions: isNone ? null : conditions, page, cursor: [tag, since] };
};

/** The values of a page's statement. */
export const pageValuesOf = (conditions: CourseConditions, { first, after }: CourseSearch['page']): PageOfSearch => ({
  ...conditions,
  afterKey: after?.[3] ?? null,
  afterId: after?.[4] ?? null,
  rows: first + 1,
});
