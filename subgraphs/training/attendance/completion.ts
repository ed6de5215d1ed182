import type { CompletionRule } from './rules.data.ts';

/** What decides whether a person has completed a course. */
export interface LearningFacts {
  /** Sessions of the class; 0 where one learns in one's own time. */
  held: number;
  attended: number;
  /** Scores of the final assessment, the first attempt first. */
  scores: readonly number[];
}

export interface Judgement {
  outcome: 'OPEN' | 'COMPLETED' | 'FAILED';
  /** The score that counts; null before the first attempt. */
  score: number | null;
}

const countedScore = ({ counts }: CompletionRule, scores: readonly number[]): number | null => {
  if (scores.length === 0) return null;
  return counts === 'BEST' ? Math.max(...scores) : (scores.at(-1) ?? null);
};

/** Sessions of so many that one must attend; a part of a session counts as a whole one. */
export const sessionsNeeded = ({ attendancePercent }: CompletionRule, held: number): number =>
  Math.ceil((held * attendancePercent) / 100);

/**
 * Judges by the rule how far a person has come. Completed: enough sessions, and the score that counts passes. Failed: no
 * attempt is left that could pass; who missed sessions fails when the class is over, not here.
 */
export const judgeCompletion = (rule: CompletionRule, { held, attended, scores }: LearningFacts): Judgement => {
  const score = countedScore(rule, scores);
  const hasPassed = score !== null && score >= rule.passingScore;
  if (hasPassed && attended >= sessionsNeeded(rule, held)) return { outcome: 'COMPLETED', score };
  if (!hasPassed && scores.length >= rule.attempts) return { outcome: 'FAILED', score };
  return { outcome: 'OPEN', score };
};
