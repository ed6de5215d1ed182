import { connectionOf, type Page, type PageArguments, readPage } from '@prakerja/subgraph-kit';

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const ABOVE_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** A page of a list by id, newest first. */
export type IdPage = Page<[string]>;

const isKey = (value: unknown): value is [string] =>
  Array.isArray(value) && value.length === 1 && typeof value[0] === 'string' && ID.test(value[0]);

/** @throws GraphQLError PAGE_SIZE_OUT_OF_RANGE, CURSOR_MALFORMED */
export const pageOf = (args: PageArguments): IdPage => readPage(args, isKey);

/** The id below which the rows of a page lie. */
export const beforeOf = ({ after }: IdPage): string => after?.[0] ?? ABOVE_ALL;

/** Builds a page from `first + 1` rows. */
export const toConnection = <T extends { id: string }>(rows: readonly T[], page: IdPage) =>
  connectionOf(rows, page, ({ id }): [string] => [id]);
