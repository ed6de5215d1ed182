import { generateKeyPairSync } from 'node:crypto';
import { ANYTHING, type Rule, refusalOf } from '../rule.ts';

/** A caller whom another key asserts is refused, also under a good signature. */
export const forgedCaller: Rule = {
  name: 'forged-caller',
  async run(subgraph) {
    const { privateKey: callerKey } = generateKeyPairSync('ed25519');
    return refusalOf('a caller whom another key asserts', await subgraph.ask(ANYTHING, { callerKey }));
  },
};
