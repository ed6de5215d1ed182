import { entitiesIn, isAbout, keySelection } from '../entities.ts';
import { type Rule, shown } from '../rule.ts';

/** Entities come in the order of their keys, each as often as it was asked for, also of several types at once. */
export const entityOrder: Rule = {
  name: 'entity-order',
  async run(subgraph) {
    const { entities } = subgraph.facts;
    if (entities.length === 0) return { measured: 'no entities' };
    const once = entities.flatMap((entity) => [...subgraph.representations(entity)]);
    // Back and forth, so that neither the order of ids nor that of types is the one that was asked for.
    const asked = [...once.toReversed(), ...once, ...once.slice(0, 1)];
    const answer = await subgraph.entities(asked, entities.map(keySelection));
    const found = entitiesIn(answer);
    if (found?.length !== asked.length) {
      return {
        fault: `${asked.length} keys must have ${asked.length} answers in their order; it was ${shown(answer)}`,
      };
    }
    const wrong = asked.findIndex((key, index) => isAbout(found[index], key) === false);
    if (wrong >= 0) return { fault: `answer ${wrong} is not about key ${wrong}: ${JSON.stringify(found[wrong])}` };
    const unseen = entities.find(({ type }) =>
      asked.every(({ __typename }, i) => __typename !== type.name || found[i] === null),
    );
    if (unseen) return { fault: `no key of ${unseen.type.name} was answered: name some that exist (--samples)` };
    return { measured: `${entities.length} types, ${asked.length} keys` };
  },
};
