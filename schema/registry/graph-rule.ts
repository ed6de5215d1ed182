import type { Supergraph } from './composition.ts';
import type { Finding } from './finding.ts';
import type { RuleContext } from './rule.ts';

/** What a rule on the whole graph looks at: the candidate, and the supergraph without and with it. */
export interface GraphContext extends RuleContext {
  supergraphs: { before: Supergraph; after: Supergraph };
}

/** A check of what a candidate makes of the graph. */
export type GraphRule = (context: GraphContext) => Finding[] | Promise<Finding[]>;
