import type { Language } from '../../kit/language.ts';
import type { Refusal } from '../../kit/refusal.ts';

export type RecordOutcome = 'RECORDED' | 'DUPLICATE' | 'REFUSED';

/** What became of one record of a call. */
export interface RecordResult {
  index: number;
  outcome: RecordOutcome;
  /** Why it was refused. */
  problem: Refusal | null;
}

/** What became of all records of a call. */
export interface RecordsReport {
  results: readonly RecordResult[];
  /** By how much the device's clock was corrected; null where nothing is known of it, or nothing was signed. */
  clockOffsetSeconds: number | null;
}

/** The report as the graph answers it: problems in the language of the caller, with their place in the call. */
export const reportIn = (
  { results, clockOffsetSeconds }: RecordsReport,
  language: Language,
  list: readonly string[],
) => ({
  recorded: results.filter(({ outcome }) => outcome === 'RECORDED').length,
  clockOffsetSeconds,
  items: results.map(({ index, outcome, problem }) => ({
    index,
    outcome,
    problem: problem && {
      code: problem.code,
      message: problem.text[language],
      path: [...list, String(index), ...problem.path],
    },
  })),
});
