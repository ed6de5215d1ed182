import type { Answer } from '../connection.ts';
import type { Conversation } from '../conversation.ts';
import { fieldText, selectionOf } from '../document.ts';
import { personalIn } from '../personal.ts';
import type { Rule } from '../rule.ts';

/** One question for each root field and each entity, with all that can be asked of it. */
const questions = (subgraph: Conversation): (() => Promise<Answer>)[] => [
  ...subgraph.facts.rootFields.map((field) => () => subgraph.ask(`{ ${fieldText(field)} }`)),
  ...subgraph.facts.entities.map(
    (entity) => () =>
      subgraph.entities(subgraph.representations(entity), [`... on ${entity.type.name}${selectionOf(entity.type)}`]),
  ),
];

/** No field answers what looks like a NIK, a phone number or an e-mail address unless it is marked as personal data. */
export const personalData: Rule = {
  name: 'personal-data',
  async run(subgraph) {
    const { schema } = subgraph.facts;
    const asked = questions(subgraph);
    for (const ask of asked) {
      const { json } = await ask();
      const data = personalIn(json?.data, { schema, type: schema.getQueryType() ?? undefined, coordinate: 'Query' });
      const fault = data ?? personalIn(json?.errors, { schema, type: undefined, coordinate: 'errors' });
      if (fault) return { fault };
    }
    return { measured: `${asked.length} questions` };
  },
};
