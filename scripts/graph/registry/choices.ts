import { table } from '../table.ts';
import { type Ask, NoAnswerError } from '../wave/ask.ts';
import type { StatedRevision } from './revisions.ts';

/** An earlier revision, and what today's checks say of it. */
export interface RollbackChoice {
  revision: StatedRevision;
  isAllowed: boolean;
  ungranted: string[];
  reasons: string[];
}

const MOST_NAMED = 3;

const TRIES = 6;

/**
 * Earlier revisions of a subgraph, newest first; none for whom they are no concern of. Checks that take longer than a
 * request may go on: who asks again gets what came of them.
 */
export const choicesOf = async (ask: Ask, subgraph: string, tries = TRIES): Promise<RollbackChoice[]> => {
  try {
    return (await ask<{ rollbackChoices: RollbackChoice[] }>('RollbackChoices', { subgraph })).rollbackChoices;
  } catch (error) {
    if (tries === 1 || !(error instanceof NoAnswerError && error.goesOn)) throw error;
    return choicesOf(ask, subgraph, tries - 1);
  }
};

/** Names elements in a few words; `*` is all of a revision. */
export const elementsText = (elements: readonly string[]): string => {
  if (elements.includes('*')) return 'all of it';
  const further = elements.length - MOST_NAMED;
  return `${elements.slice(0, MOST_NAMED).join(', ')}${further > 0 ? ` and ${further} more` : ''}`;
};

/** What speaks against a revision today, in a few words. */
export const verdictText = ({ isAllowed, ungranted, reasons }: RollbackChoice): string => {
  if (isAllowed) return 'allowed';
  return ungranted.length > 0 ? `not granted: ${elementsText(ungranted)}` : `refused: ${reasons[0]}`;
};

export const choicesText = (choices: readonly RollbackChoice[]): string =>
  choices.length === 0
    ? 'there is no earlier revision that could come back\n'
    : table([
        ['NUMBER', 'TODAY', 'ID'],
        ...choices.map((each) => [String(each.revision.number), verdictText(each), each.revision.id]),
      ]);
