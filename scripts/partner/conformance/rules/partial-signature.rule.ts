import { ANYTHING, type Outcome, type Rule, refusalOf } from '../rule.ts';

const MUST_BE_SIGNED = ['@method', '@target-uri', 'content-digest', 'x-caller'];

/** A signature that leaves something out is refused: what is not signed could be another one's. */
export const partialSignature: Rule = {
  name: 'partial-signature',
  async run(subgraph) {
    for (const part of MUST_BE_SIGNED) {
      const outcome: Outcome = refusalOf(
        `a signature without ${part}`,
        await subgraph.ask(ANYTHING, { leaves: [part] }),
      );
      if (outcome.fault) return outcome;
    }
    return {};
  },
};
