import { generateKeyPairSync } from 'node:crypto';
import { ANYTHING, type Rule, refusalOf } from '../rule.ts';

/** A signature by another key is refused, under the gateway's key id and under one that nobody has. */
export const wrongKey: Rule = {
  name: 'wrong-key',
  async run(subgraph) {
    const { privateKey: signingKey } = generateKeyPairSync('ed25519');
    const forged = refusalOf('a signature by another key', await subgraph.ask(ANYTHING, { signingKey }));
    if (forged.fault) return forged;
    const unknown = await subgraph.ask(ANYTHING, { signingKey, keyId: 'nobody' });
    return refusalOf('a key that the gateway does not publish', unknown);
  },
};
