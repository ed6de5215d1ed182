import type { Answer } from './connection.ts';
import type { Conversation } from './conversation.ts';
import { selectionOf } from './document.ts';
import { ANYTHING } from './rule.ts';

/** What the gateway asks most: a page of entities, each type in turn; anything where there are none. */
export const usualQuestion = (subgraph: Conversation, index: number): Promise<Answer> => {
  const { entities } = subgraph.facts;
  const entity = entities[index % Math.max(1, entities.length)];
  if (!entity) return subgraph.ask(ANYTHING);
  return subgraph.entities(subgraph.representations(entity), [
    `... on ${entity.type.name}${selectionOf(entity.type, 1)}`,
  ]);
};
