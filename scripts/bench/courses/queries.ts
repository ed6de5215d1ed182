import { Random } from '../../seed/random.ts';
import type { MadeCourse } from './catalogue.ts';

/** What someone who mistypes looks for, within a skill and a province. */
export interface BenchQuery {
  search: string;
  skill: string;
  province: string;
}

const STREAM = 13;
const PROVINCES = ['11', '12', '32', '33', '35', '36', '51', '73'];

/** One letter left out, doubled, or changed with the next. */
export const mistyped = (random: Random, word: string): string => {
  const at = 1 + random.int(Math.max(1, word.length - 2));
  const before = word.slice(0, at);
  const letter = word[at] ?? '';
  const next = word[at + 1] ?? '';
  const after = word.slice(at + 2);
  return random.pick([
    `${before}${next}${after}`,
    `${before}${letter}${letter}${next}${after}`,
    `${before}${next}${letter}${after}`,
  ]);
};

/** Queries with a typo in the longest of the first words of a title: the same for the same seed. */
export const makeQueries = (courses: readonly MadeCourse[], count: number): BenchQuery[] =>
  Array.from({ length: count }, (_, index) => {
    const random = new Random(7, STREAM, index);
    const taught = courses
      .filter((_course, place) => place % 97 === index % 97)
      .filter(({ skills }) => skills.length > 0);
    const { title, skills } = random.pick(taught);
    const words = title.split(/[^\p{L}]+/u).slice(0, 3);
    const longest = words.toSorted((one, other) => other.length - one.length)[0] ?? title;
    const search = words.map((word) => (word === longest ? mistyped(random, word) : word)).join(' ');
    return { search: search.slice(0, 100), skill: skills[0] ?? '', province: random.pick(PROVINCES) };
  });
