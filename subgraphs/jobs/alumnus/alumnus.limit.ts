import { z } from 'zod';

/** Most rows of a page. */
export const MOST = 50;
/** Most skills of a search. */
export const SKILLS = 5;

/** A cursor holds the pseudonym of its row, which is random: it tells no place, and nobody can make one. */
export const alumnusKey = z.tuple([z.string().regex(/^[0-9a-f]{32}$/)]);
