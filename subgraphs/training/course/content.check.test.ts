import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentCourse } from '../../../tests/testkit/catalogue.ts';
import { isBroken } from '../../kit/broken-text.ts';
import { checkContent, type SentCourse } from './content.check.ts';
import { type Accessibility, contentHash } from './version.content.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('#REF!', '<b>', '=1+1', '\ud800', '\u0000', '\u202e', '', 'x'.repeat(40_000)),
);

const course = (change: object): SentCourse => {
  const { price, priceOutside, ...sent } = sentCourse('P-1');
  return { ...sent, price: BigInt(price), priceOutside: BigInt(priceOutside), ...change } as SentCourse;
};

test('any text is kept in a form that can be stored, or is a fault with its path', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom('title', 'description', 'reference', 'language', 'url'), (text, field) => {
      const { content, reference, faults } = checkContent(course({ [field]: text }));
      if (faults.length > 0) {
        expect(faults.map(({ refusal }) => refusal.path[0])).toEqual([field]);
        return;
      }
      expect(isBroken(JSON.stringify(content) + reference)).toBe(false);
      expect(content.title.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test('what is kept of a text is kept as it is when it is sent again', () => {
  const word = fc.string({
    unit: fc.constantFrom(...'aéñ–’“”\u00a0\u200b\r\n\t \u2800ﬁＡ'),
    minLength: 20,
    maxLength: 60,
  });
  fc.assert(
    fc.property(word, (text) => {
      const sent = course({ title: `Kursus ${text}`, description: `Kursus tentang kopi ${text}` });
      const { content, faults } = checkContent(sent);
      expect(faults).toEqual([]);
      const again = checkContent(course({ title: content.title, description: content.description }));
      expect(contentHash(again.content)).toBe(contentHash(content));
    }),
    { numRuns: 300 },
  );
});

const outcomes = ['barista-work', 'coffee-roasting', 'data-analysis'].map((skill) => ({ skill, level: 'BASIC' }));
const aids = ['CAPTIONS', 'SCREEN_READER', 'WHEELCHAIR'] as Accessibility[];

test('the order of skills and aids is no content; the order of units is', () => {
  const hash = contentHash(checkContent(course({ outcomes, accessibility: aids })).content);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(outcomes, { minLength: 3 }),
      fc.shuffledSubarray(aids, { minLength: 3 }),
      (shuffled, accessibility) => {
        const other = checkContent(course({ outcomes: shuffled, accessibility: [...accessibility, ...accessibility] }));
        expect(contentHash(other.content)).toBe(hash);
      },
    ),
  );
  const { syllabus } = course({});
  const turned = course({ outcomes, accessibility: aids, syllabus: syllabus.toReversed() });
  expect(contentHash(checkContent(turned).content)).not.toBe(hash);
});

test('a course is accepted exactly when its prices are in range and in order', () => {
  fc.assert(
    fc.property(fc.bigInt(-10n, 200_000_000n), fc.bigInt(-10n, 200_000_000n), (price, priceOutside) => {
      const { faults } = checkContent(course({ price, priceOutside }));
      const isIn = (amount: bigint) => amount >= 1_000n && amount <= 100_000_000n;
      expect(faults.length === 0).toBe(isIn(price) && isIn(priceOutside) && price <= priceOutside);
    }),
  );
});
