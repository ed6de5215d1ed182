export type Severity = 'ERROR' | 'WARNING' | 'INFO';

/** What a rule says about one place of a candidate's SDL. */
export interface Finding {
  /** Name of the rule, as its file is named. */
  rule: string;
  severity: Severity;
  /** Stable, for programs. */
  code: string;
  /** One or two sentences, for people. */
  message: string;
  /** Schema coordinate, such as `Participant.nik`; empty for what concerns the whole revision. */
  coordinate: string;
  /** The organisation whose element it is, where that is another one. */
  owner?: string;
  /** In the candidate's SDL, both from 1. */
  line: number;
  column: number;
  /** What to ask of the owner, and how. */
  howToAsk?: string;
}

/** Decides whether a revision may go on: warnings do not hold it back. */
export const isRefused = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'ERROR');
