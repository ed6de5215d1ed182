import type { RuleResult } from '../../../schema/registry/conformance.ts';
import { second } from '../operator.ts';
import { table } from '../table.ts';

/** A run as the graph shows it. */
export interface ShownRun {
  id: string;
  subgraph: string;
  number: number;
  address: string;
  status: 'REQUESTED' | 'PASSED' | 'FAILED';
  failedRule: string | null;
  requestedAt: string;
  finishedAt: string | null;
  results: RuleResult[];
}

/** A line for each rule. */
export const resultLine = ({ rule, verdict, detail }: RuleResult): string =>
  `${verdict.padEnd(9)}  ${rule.padEnd(17)}  ${detail}`.trimEnd();

export const runText = ({ subgraph, number, address, status, failedRule, results }: ShownRun): string =>
  [
    ...results.map(resultLine),
    `${subgraph}: revision ${number} at ${address}: ${status}${failedRule ? ` (${failedRule})` : ''}`,
    '',
  ].join('\n');

const HEADINGS = ['SUBGRAPH', 'NUMBER', 'STATUS', 'FAILED RULE', 'ASKED FOR', 'FINISHED', 'ID'];

export const runsText = (runs: readonly ShownRun[]): string =>
  table([
    HEADINGS,
    ...runs.map(({ subgraph, number, status, failedRule, requestedAt, finishedAt, id }) => [
      subgraph,
      String(number),
      status,
      failedRule ?? '',
      second(requestedAt),
      finishedAt ? second(finishedAt) : '',
      id,
    ]),
  ]);
