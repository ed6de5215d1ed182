import { isOwnerWith } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** A portal sees what is wrong with its vacancies; officers see that of all. */
export const mayReadProblems = (caller: Caller, portal: string): boolean =>
  isOwnerWith(caller, portal, 'vacancy:publish') || caller.can('vacancy:moderate');
