import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { type RecordedFact, recordedAll, type Tell } from '../../kit/facts.ts';
import { APPEND } from './fact.statement.ts';

/** Appends facts of other subgraphs, in the transaction of their event; they get their numbers after its commit. */
export const appendFacts = async (tx: EntityManager, facts: readonly RecordedFact[]): Promise<void> => {
  if (facts.length > 0) await execute(tx, APPEND.text, [JSON.stringify(facts)]);
};

/** Returns how the programme office's own features tell facts: into the log, without an event. */
export const tellHere =
  (now: () => Date): Tell =>
  (tx, told) =>
    appendFacts(tx, recordedAll(told, now()));
