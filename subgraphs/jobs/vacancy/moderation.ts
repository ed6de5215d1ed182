import type { VacancyContent } from './vacancy.content.ts';
import type { Flag } from './vacancy.flag.ts';

/** A flag as officers clear it: the same words in other content do not hold a vacancy again. */
export const flagKey = ({ kind, words }: Flag): string => `${kind}:${words}`;

/** Finds in a content what an officer must see before it is shown. */
export const flagsOf = (_content: VacancyContent, _day: string): Flag[] => [];
