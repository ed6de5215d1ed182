import type { RowsOf } from '../../kit/statement.ts';
import type { STANDING } from './attendance.statement.ts';
import { judgeCompletion, sessionsNeeded } from './completion.ts';
import { completionRuleOf } from './rules.data.ts';

/** How far a person has come in a course, as a reader sees it. */
export interface LearnerStanding {
  outcome: 'OPEN' | 'COMPLETED' | 'FAILED';
  score: number | null;
  passingScore: number;
  attemptsLeft: number;
  sessionsHeld: number;
  sessionsAttended: number;
  sessionsNeeded: number;
}

/** Judges what is known of a learner; how the course ended is what was decided then. */
export const standingOf = (row: RowsOf<typeof STANDING>): LearnerStanding => {
  const rule = completionRuleOf(row.reserved_at);
  const { outcome, score } = judgeCompletion(rule, row);
  return {
    outcome: row.outcome ?? outcome,
    score,
    passingScore: rule.passingScore,
    attemptsLeft: Math.max(0, rule.attempts - row.scores.length),
    sessionsHeld: row.held,
    sessionsAttended: row.attended,
    sessionsNeeded: sessionsNeeded(rule, row.held),
  };
};
