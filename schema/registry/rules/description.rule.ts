import { freshPlaces } from '../fresh.ts';
import type { Rule } from '../rule.ts';
import { findingAt } from '../rule.ts';

/** Points out what says nothing of itself: clients read the graph, and nothing else. */
export const descriptionRule: Rule = (context) =>
  freshPlaces(context)
    .filter(({ node }) => !node.kind.endsWith('Extension') && !('description' in node && node.description))
    .map(({ node, coordinate }) => {
      const message = `${coordinate} has no description`;
      return findingAt(node, { rule: 'description', severity: 'WARNING', code: 'NOT_DESCRIBED', message, coordinate });
    });
