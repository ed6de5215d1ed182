import { typedWithin } from '../../kit/typed-text.ts';
import type { Indicator } from '../policy/index.ts';
import type { Mend, Score } from './curation.kind.ts';
import { refusals } from './curation.refusal.ts';

/** A score as it was sent. */
export interface SentScore {
  indicator: string;
  score: number;
  comment?: string | null;
}

/** Below it a score takes a comment. */
const PLAIN = 3;

/** @throws Refusal INDICATOR_UNKNOWN, INDICATOR_REPEATED */
const checkCodes = (codes: readonly string[], list: readonly Indicator[], field: string): void => {
  const known = new Set(list.map(({ code }) => code));
  for (const [index, code] of codes.entries()) {
    const path = [field, String(index), 'indicator'];
    if (!known.has(code)) throw refusals.indicatorUnknown(path);
    if (codes.indexOf(code) < index) throw refusals.indicatorRepeated(path);
  }
};

const readScore = ({ indicator, score, comment = null }: SentScore, index: number): Score => {
  if (!Number.isInteger(score) || score < 1 || score > 5) throw refusals.score(['scores', String(index), 'score']);
  const kept = comment === null ? null : typedWithin(comment, { least: 3, most: 1_000 });
  const isFaulty = comment === null ? score < PLAIN : kept === null;
  if (isFaulty) throw refusals.comment(['scores', String(index), 'comment']);
  return { indicator, score, comment: kept };
};

/**
 * Reads scores: each indicator of the list once.
 * @throws Refusal INDICATOR_UNKNOWN, INDICATOR_REPEATED, INDICATOR_MISSING, SCORE_OUT_OF_RANGE, COMMENT_MALFORMED
 */
export const readScores = (sent: readonly SentScore[], list: readonly Indicator[]): Score[] => {
  const codes = sent.map(({ indicator }) => indicator);
  checkCodes(codes, list, 'scores');
  const missing = list.find(({ code }) => !codes.includes(code));
  if (missing) throw refusals.indicatorMissing(missing.code);
  return sent.map(readScore);
};

/** Reads what is to be mended. @throws Refusal INDICATOR_UNKNOWN, INDICATOR_REPEATED, MEND_MALFORMED */
export const readMend = (sent: readonly Mend[], list: readonly Indicator[]): Mend[] => {
  checkCodes(
    sent.map(({ indicator }) => indicator),
    list,
    'mend',
  );
  return sent.map(({ indicator, what }, index) => {
    const kept = typedWithin(what, { least: 3, most: 1_000 });
    if (kept === null) throw refusals.mendMalformed(['mend', String(index), 'what']);
    return { indicator, what: kept };
  });
};

/** Mean of scores, rounded to hundredths. */
export const meanOf = (scores: readonly Score[]): number =>
  Math.round((100 * scores.reduce((sum, { score }) => sum + score, 0)) / scores.length) / 100;

/** The indicator, or `mean`, that forbids an approval; null when none does. */
export const lowestOf = (
  scores: readonly Score[],
  list: readonly Indicator[],
  { leastRequired, leastMean }: { leastRequired: number; leastMean: number },
): string | null => {
  const required = new Set(list.filter(({ isRequired }) => isRequired).map(({ code }) => code));
  const low = scores.find(({ indicator, score }) => required.has(indicator) && score < leastRequired);
  if (low) return low.indicator;
  return meanOf(scores) < leastMean ? 'mean' : null;
};
