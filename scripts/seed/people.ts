import { UsageError } from '../usage.error.ts';

const MAX_PEOPLE = 1_000_000;

/**
 * Reads `none`, `small` (2,000) or a number of participants.
 * @throws UsageError for anything else
 */
export const parsePeople = (text: string): number => {
  if (text === 'none') return 0;
  if (text === 'small') return 2_000;
  const people = Number(text);
  if (Number.isInteger(people) && people >= 1 && people <= MAX_PEOPLE) return people;
  throw new UsageError(`--seed takes none, small, or a number from 1 to 1000000; it was ${text}`);
};
