import { type KeyObject, sign, verify } from 'node:crypto';

/** Everything that is asked of a partner's subgraph before it goes live, in the order in which it is asked. */
export const conformanceRules = [
  'health',
  'sdl',
  'unsigned',
  'wrong-key',
  'partial-signature',
  'replayed',
  'expired',
  'other-path',
  'body-swapped',
  'other-audience',
  'forged-caller',
  'entity-order',
  'entity-unknown',
  'entity-page',
  'error-shape',
  'pagination',
  'personal-data',
  'hostile-input',
  'deadline',
  'latency',
  'load',
] as const;

export type ConformanceRule = (typeof conformanceRules)[number];

/** NOT_ASKED is what comes after a rule without which nothing else says anything. */
export type Verdict = 'PASSED' | 'FAILED' | 'NOT_ASKED';

export interface RuleResult {
  rule: string;
  verdict: Verdict;
  /** What was wrong, or measured; empty where there is nothing to say. */
  detail: string;
}

/** What a run of the graph's own runner found. */
export interface ConformanceReport {
  /** Id of the run, as the registry gave it out. */
  run: string;
  subgraph: string;
  /** SHA-256 of the SDL. */
  sdlHash: string;
  address: string;
  results: readonly RuleResult[];
}

/** The text that a runner signs: JSON of a fixed order. */
export const reportText = ({ run, subgraph, sdlHash, address, results }: ConformanceReport): string => {
  const rows = results.map(({ rule, verdict, detail }) => [rule, verdict, detail]);
  return `Prakerja Graph conformance 1\n${JSON.stringify([run, subgraph, sdlHash, address, rows])}`;
};

/** @param key private, Ed25519 @returns base64url */
export const signReport = (report: ConformanceReport, key: KeyObject): string =>
  sign(null, Buffer.from(reportText(report)), key).toString('base64url');

/** Verifies a signature of `signReport`. @param key public, Ed25519 */
export const isReportSignedBy = (
  report: ConformanceReport,
  { key, signature }: { key: KeyObject; signature: string },
) =>
  key.asymmetricKeyType === 'ed25519' &&
  verify(null, Buffer.from(reportText(report)), key, Buffer.from(signature, 'base64url'));

/** Returns the first rule that a run did not pass, one that it left out among them; undefined where it passed all. */
export const failedRule = (results: readonly RuleResult[]): string | undefined => {
  const verdicts = new Map(results.map(({ rule, verdict }) => [rule, verdict]));
  return conformanceRules.find((rule) => verdicts.get(rule) !== 'PASSED');
};
