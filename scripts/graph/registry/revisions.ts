import type { Finding } from '../../../schema/registry/finding.ts';
import type { Statement } from '../../../schema/registry/statement.ts';
import type { Ask } from '../wave/ask.ts';

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
