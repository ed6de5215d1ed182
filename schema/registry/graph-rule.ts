import type { Change } from '@graphql-inspector/core';
import type { Supergraph } from './composition.ts';
import type { Finding } from './finding.ts';
import type { RuleContext } from './rule.ts';

/** What a rule on the whole graph looks at: the candidate, and the supergraph without and with it. */
export interface GraphContext extends RuleContext {
  supergraphs: { before: Supergraph; after: Supergraph };
  /** What clients see differently. */
  differences: readonly Change[];
}

/** A check of what a candidate makes of the graph. */
export type GraphRule = (context: GraphContext) => Finding[];
