import type { Conversation } from '../conversation.ts';
import { selectionOf } from '../document.ts';
import { type Rule, shown } from '../rule.ts';
import { usualQuestion } from '../workload.ts';

const LEFT_MS = 50;
/** The way there and back, and a busy machine. */
const GRACE_MS = 700;
const KEYS = 100;

const heavy = (subgraph: Conversation) => {
  const headers = { 'x-deadline-ms': String(LEFT_MS) };
  const [entity] = subgraph.facts.entities;
  if (!entity) return subgraph.ask('{ __typename }', { headers });
  const keys = subgraph.representations(entity);
  const page = Array.from({ length: KEYS }, (_, index) => keys[index % keys.length]);
  return subgraph.entities(page, [`... on ${entity.type.name}${selectionOf(entity.type)}`], { headers });
};

/** What cannot be answered in the time that is left, `x-deadline-ms`, ends with it, in data or in an error. */
export const deadline: Rule = {
  name: 'deadline',
  async run(subgraph) {
    await usualQuestion(subgraph, 0);
    const answer = await heavy(subgraph);
    if (answer.status === 0) return { fault: `with ${LEFT_MS} ms left: ${shown(answer)}` };
    const tookMs = Math.round(answer.tookMs);
    return tookMs > LEFT_MS + GRACE_MS
      ? { fault: `with ${LEFT_MS} ms left the answer took ${tookMs} ms` }
      : { measured: `${tookMs} ms with ${LEFT_MS} ms left` };
  },
};
