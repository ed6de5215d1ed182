import { ArgsType, Field, Int } from 'type-graphql';
import { z } from 'zod';
import { malformedCursor } from './cursor.error.ts';
import { inputError } from './errors.ts';
import type { PageValues } from './query.ts';

const MAX_PAGE = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { description: 'How many to return: 1 to 100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Continue behind this cursor, taken from `pageInfo.endCursor`.' })
  after?: string | null;
}

/** A validated page: the key of the row that it continues behind, or null for the first page. */
export interface Page<K> {
  first: number;
  after: K | null;
}

/** Keys of a list ordered by id alone. */
export const idKey = z.tuple([z.uuid()]);
export type IdKey = z.infer<typeof idKey>;

const decode = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** A cursor holds the row's sort key, so that a page costs the same wherever it starts (keyset pagination). */
export const encodeCursor = (key: readonly unknown[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * Checks `first`, which is at most `most`, and decodes `after` by the list's own key shape.
 * @throws GraphQLError PAGE_SIZE_OUT_OF_RANGE or CURSOR_MALFORMED, naming the argument
 */
export const readPage = <K>(args: PageArgs, key: z.ZodType<K>, most = MAX_PAGE): Page<K> => {
  if (args.first < 1 || args.first > most) {
    const text = {
      en: `\`first\` must be 1 to ${most}; it was ${args.first}.`,
      id: `\`first\` harus 1 sampai ${most}; yang dikirim ${args.first}.`,
    };
    throw inputError('PAGE_SIZE_OUT_OF_RANGE', text, 'first');
  }
  if (args.after === null || args.after === undefined) return { first: args.first, after: null };
  const parsed = key.safeParse(args.after.length <= 512 ? decode(args.after) : undefined);
  if (!parsed.success) throw malformedCursor();
  return { first: args.first, after: parsed.data };
};

const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Returns the id below which the rows of this page lie, for lists by id, newest first. A bound on every page keeps one
 * plan.
 */
export const below = (page: Page<IdKey>): string => page.after?.[0] ?? AFTER_ALL;

/** What one page of each parent's rows is asked by, in lists by id, newest first. */
export const pageValues = (parents: readonly string[], page: Page<IdKey>): PageValues => ({
  parents,
  before: below(page),
  rows: page.first + 1,
});
