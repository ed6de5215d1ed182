import type { IdKey, Page } from '../kit/page.ts';

const AFTER_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Lists are newest first: rows of this page have ids below the answer. A bound for the first page too keeps one plan. */
export const below = (page: Page<IdKey>): string => page.after?.[0] ?? AFTER_ALL;
