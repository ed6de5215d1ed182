import { selectionOf } from '../document.ts';
import { entitiesIn } from '../entities.ts';
import { type Rule, shown } from '../rule.ts';

const KEYS = 100;
const MOST_MS = 5_000;

/** A page of a hundred keys is answered in one request, with all that can be asked of each. */
export const entityPage: Rule = {
  name: 'entity-page',
  async run(subgraph) {
    let slowestMs = 0;
    for (const entity of subgraph.facts.entities) {
      const keys = subgraph.representations(entity);
      const page = Array.from({ length: KEYS }, (_, index) => keys[index % keys.length]);
      const answer = await subgraph.entities(page, [`... on ${entity.type.name}${selectionOf(entity.type)}`]);
      const { name } = entity.type;
      if (entitiesIn(answer)?.length !== KEYS) return { fault: `${KEYS} keys of ${name}: ${shown(answer)}` };
      if (answer.tookMs > MOST_MS) return { fault: `${KEYS} keys of ${name} took ${Math.round(answer.tookMs)} ms` };
      slowestMs = Math.max(slowestMs, answer.tookMs);
    }
    return { measured: `${Math.round(slowestMs)} ms` };
  },
};
