import { inForce, minimumWages } from './minimum-wage.data.ts';
import type { VacancyContent } from './vacancy.content.ts';
import { type Flag, FlagKind } from './vacancy.flag.ts';
import { EmploymentType } from './vacancy.kind.ts';
import { denials, takenOver, wordings } from './wording.data.ts';

/** Flags of one vacancy; more of them say nothing more. */
const MOST = 10;
const WORDS = 100;
/** How far before a match a denial is looked for, in characters. */
const BEFORE = 40;

/** Letters that are written as digits or marks, to get past a list of words. */
const masks: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', '@': 'a', $: 's' };

/** Reads words such as `b1aya`, `bi@ya` and `b.i.a.y.a` as they are meant; numbers stay. */
const unmasked = (text: string): string =>
  text
    .replace(/(?<![\p{L}\d])(?:\p{L}[ .*_-]){3,}\p{L}(?![\p{L}\d])/gu, (letters) => letters.replace(/[ .*_-]/g, ''))
    .replace(/[\p{L}\d@$]*\p{L}[\p{L}\d@$]*/gu, (word) =>
      /^\p{L}.*[\d@$].*\p{L}$/u.test(word) ? word.replace(/[01345@$]/g, (mark) => masks[mark] ?? mark) : word,
    );

/** The text in lower case, without accents, in one line for each of its lines. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\S\n]+/g, ' ');

const found = (text: string, { kind, patterns }: (typeof wordings)[number]): Flag[] =>
  patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const before = text.slice(Math.max(0, match.index - BEFORE), match.index);
      const behind = text.slice(match.index + match[0].length);
      const isDenied = kind === FlagKind.FEE && (denials.test(before) || takenOver.test(behind));
      return isDenied ? [] : [{ kind, words: match[0].trim().slice(0, WORDS) }];
    }),
  );

/** A gender beside the other one, as in "pria/wanita", asks for neither. */
const bothGenders =
  /\b(?:pria|wanita|laki-laki|perempuan|male|female|men|women)\s*(?:\/|,|&|dan|atau|maupun|and|or)\s*(?:pria|wanita|laki-laki|perempuan|male|female|men|women)\b/g;

const forWages = new Set([EmploymentType.FULL_TIME, EmploymentType.CONTRACT]);

/** A full month's pay that stays below the minimum of the province of the workplace, on that day. */
const lowPay = (content: VacancyContent, day: string): Flag[] => {
  const { type, region, monthlySalaryFrom, monthlySalaryTo } = content;
  const most = monthlySalaryTo ?? monthlySalaryFrom;
  const least = inForce(minimumWages, day)?.get(region?.slice(0, 2) ?? '');
  if (!forWages.has(type) || most === null || least === undefined || most >= least) return [];
  return [{ kind: FlagKind.BELOW_MINIMUM_WAGE, words: `${most} < ${least}` }];
};

/** A flag as officers clear it: the same words in other content do not hold a vacancy again. */
export const flagKey = ({ kind, words }: Flag): string => `${kind}:${words}`;

/**
 * Finds in a content what an officer must see before it is shown: fees asked of applicants, discriminating wording, pay
 * below the provincial minimum.
 * @param day today in Jakarta
 */
export const flagsOf = (content: VacancyContent, day: string): Flag[] => {
  const text = plain(`${content.title}\n${content.description}`).replace(bothGenders, ' ');
  const words = [text, unmasked(text)].flatMap((each) => wordings.flatMap((wording) => found(each, wording)));
  const all = [...words, ...lowPay(content, day)];
  const each = [...new Map(all.map((flag) => [flagKey(flag), flag])).values()];
  // Of words within words the longer ones say more.
  const isWithin = (flag: Flag, other: Flag) =>
    other !== flag && other.kind === flag.kind && other.words.includes(flag.words);
  return each.filter((flag) => !each.some((other) => isWithin(flag, other))).slice(0, MOST);
};
