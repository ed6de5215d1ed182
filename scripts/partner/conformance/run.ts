import type { RuleResult } from '../../../schema/registry/conformance.ts';
import { Conversation, type ConversationOptions } from './conversation.ts';
import type { Outcome, Rule } from './rule.ts';
import { rules } from './rules/index.ts';

/** Characters of what a rule says that are kept. */
const MOST_DETAIL = 500;

const outcomeOf = async (rule: Rule, conversation: Conversation): Promise<Outcome> => {
  try {
    return await rule.run(conversation);
  } catch (error) {
    return { fault: (error as Error).message };
  }
};

/** What was said may hold anything; a line of text is kept of it. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, MOST_DETAIL)
    .toWellFormed();

/** Asks a subgraph what every rule wants to know, one rule after the other. */
export const runRules = async (
  options: ConversationOptions,
  report: (result: RuleResult) => void = () => undefined,
): Promise<RuleResult[]> => {
  const conversation = new Conversation(options);
  const results: RuleResult[] = [];
  let ground: string | undefined;
  try {
    for (const rule of rules) {
      const { fault, measured = '' } = ground ? { fault: undefined } : await outcomeOf(rule, conversation);
      const verdict = ground ? 'NOT_ASKED' : fault === undefined ? 'PASSED' : 'FAILED';
      const detail = oneLine(ground ? `${ground} does not hold` : (fault ?? measured));
      const result: RuleResult = { rule: rule.name, verdict, detail };
      results.push(result);
      report(result);
      if (rule.isGround && verdict === 'FAILED') ground = rule.name;
    }
  } finally {
    await conversation.close();
  }
  return results;
};
