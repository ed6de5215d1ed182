import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../../schema/registry/finding.ts';
import type { Statement } from '../../../schema/registry/statement.ts';
import { type Ask, NoAnswerError } from '../wave/ask.ts';
import { mutate } from './asker.ts';

/** A revision as the registry answers a mutation. */
export interface JudgedRevision {
  id: string;
  subgraph: string;
  number: number;
  status: string;
  findings: Finding[];
}

/** A revision with what is signed. */
export interface StatedRevision {
  id: string;
  organization: string;
  subgraph: string;
  number: number;
  previous: string | null;
  hash: string;
  sdlHash: string;
  address: string;
  rollbackTo: number | null;
  status: string;
  liveAt: string | null;
}

export const statementOf = ({
  organization,
  subgraph,
  number,
  previous,
  sdlHash,
  address,
  rollbackTo,
}: StatedRevision): Statement => ({
  organization,
  subgraph,
  number,
  previous,
  sdlHash,
  address,
  ...(rollbackTo !== null && { rollbackTo }),
});

/** What the next statement of a subgraph begins with. */
export const nextOf = async (ask: Ask, subgraph: string): Promise<{ number: number; previous: string | null }> => {
  interface Answer {
    subgraphRevisions: { nodes: { number: number; hash: string }[] };
  }
  const { subgraphRevisions } = await ask<Answer>('LastRevision', { subgraph });
  const [last] = subgraphRevisions.nodes;
  return { number: (last?.number ?? 0) + 1, previous: last?.hash ?? null };
};

const POLL_MS = 2_000;
const POLLS = 90;
/** What the registry itself goes on with. */
const underWay = ['PROPOSED', 'APPROVED'];

const passes = (error: unknown): undefined => {
  if (error instanceof NoAnswerError && error.goesOn) return undefined;
  throw error;
};

/** Asks a mutation, and waits for what becomes of the revision where the checks take longer than one request may. */
export const judged = async (
  ask: Ask,
  [name, variables]: [name: string, variables: object],
  place: { subgraph: string; number: number; passing?: readonly string[] },
): Promise<JudgedRevision> => {
  interface Answer {
    subgraphRevisions: { nodes: JudgedRevision[] };
  }
  const answered = await mutate<{ revision: JudgedRevision }>(ask, name, variables).catch(passes);
  if (answered) return answered.revision;
  for (let poll = 0; poll < POLLS; poll += 1) {
    await delay(POLL_MS);
    const listed = await ask<Answer>('JudgedRevisions', { subgraph: place.subgraph }).catch(passes);
    const found = listed?.subgraphRevisions.nodes.find(({ number }) => number === place.number);
    if (found && !(place.passing ?? underWay).includes(found.status)) return found;
  }
  throw new Error('the registry did not say in time what became of it; npm run graph -- status shows it');
};

const findingText = ({ severity, code, message, line, column, howToAsk }: Finding): string =>
  `  ${severity} ${code} at ${line}:${column}: ${message}\n${howToAsk ? `    ${howToAsk}\n` : ''}`;

const ahead: Readonly<Record<string, string>> = {
  CHECKED: 'somebody else has to approve it: npm run graph -- approve --id',
};

/** Writes a revision and what was found, in lines. */
export const judgedText = ({ id, subgraph, number, status, findings }: JudgedRevision): string => {
  const hint = ahead[status] ? `\n${ahead[status]} ${id}` : '';
  return `revision ${number} of ${subgraph} is ${status} (${id})${hint}\n${findings.map(findingText).join('')}`;
};

/** A refused revision ends the command with 1. */
export const exitBy = ({ status }: JudgedRevision): void => {
  if (status === 'REFUSED') process.exitCode = 1;
};
