import { UNKNOWN_ID } from '../document.ts';
import { entitiesIn, isAbout, keySelection } from '../entities.ts';
import { errorsOf, type Rule, shown } from '../rule.ts';
import { madeKey } from '../samples.ts';

/** A key that nobody has is null, or the stub of another's entity, never an error, and spoils no other key. */
export const entityUnknown: Rule = {
  name: 'entity-unknown',
  async run(subgraph) {
    for (const entity of subgraph.facts.entities) {
      const unknown = madeKey(entity, UNKNOWN_ID);
      const [known = unknown] = subgraph.representations(entity);
      const answer = await subgraph.entities([known, unknown], [keySelection(entity)]);
      const [first, second] = entitiesIn(answer) ?? [];
      const { name } = entity.type;
      if (errorsOf(answer).length > 0 || second === undefined) {
        return { fault: `an unknown key of ${name} must be null without an error; it was ${shown(answer)}` };
      }
      const isNobody = second === null || (subgraph.isForeign(entity) && isAbout(second, unknown) === true);
      if (!isNobody) return { fault: `an unknown key of ${name} must be null; it was ${JSON.stringify(second)}` };
      if (first === null) return { fault: `a key of ${name} beside an unknown one was null` };
    }
    return {};
  },
};
