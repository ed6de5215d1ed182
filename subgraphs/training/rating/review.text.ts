import { typedWithin } from '../../kit/typed-text.ts';
import { refusals } from './rating.refusal.ts';

/** Tags and entities, as a page could read them; full-width signs are plain ones by then. */
const markup = /<[a-z!/?]|&(?:#\d+|#x[\da-f]+|[a-z]+\d*);|javascript:/i;

/** Numbers by which a person is found (NIK, phone, account), with what people put between digits, and addresses of mail. */
const contact = /(?:\d[ .()-]{0,2}){9,}\d|[\w.+-]+@[\w-]+\.\w/;

/**
 * Reads a review: plain text of 10 to 1,000 characters, which names nobody's numbers or addresses.
 * @throws Refusal REVIEW_MALFORMED, REVIEW_HAS_MARKUP, REVIEW_NAMES_CONTACT
 */
export const readReview = (text: string): string => {
  const review = typedWithin(text, { least: 10, most: 1_000 });
  if (review === null) throw refusals.review();
  if (markup.test(review)) throw refusals.markup();
  if (contact.test(review)) throw refusals.contact();
  return review;
};
