import { graphCommand } from '../command.ts';
import { second } from '../operator.ts';
import { table } from '../table.ts';
import { askerHelp, askerOptions, askRegistry, print } from './asker.ts';

const help = `Lists the newest revisions of subgraphs: who published and approved them, and how far they are.

  npm run graph -- status [--subgraph NAME]

  --subgraph NAME  only those of this subgraph
${askerHelp}
`;

interface Row {
  id: string;
  subgraph: string;
  number: number;
  organization: string;
  status: string;
  proposedBy: string;
  approvedBy: string | null;
  proposedAt: string;
  rollbackTo: number | null;
}

const HEADINGS = ['SUBGRAPH', 'NUMBER', 'STATUS', 'PUBLISHED', 'BY', 'APPROVED BY', 'ID'];
const MOST = 50;

const shown = (rows: readonly Row[]): string =>
  table([
    HEADINGS,
    ...rows.map(({ subgraph, number, status, proposedAt, proposedBy, approvedBy, rollbackTo, id }) => [
      subgraph,
      rollbackTo === null ? String(number) : `${number} (back to ${rollbackTo})`,
      status,
      second(proposedAt),
      proposedBy,
      approvedBy ?? '',
      id,
    ]),
  ]);

export const command = graphCommand({
  help,
  options: { subgraph: { type: 'string' }, ...askerOptions },
  run: async ({ json, subgraph, ...asker }) => {
    const variables = { subgraph: subgraph ?? null, first: MOST };
    const ask = askRegistry(asker);
    const { subgraphRevisions } = await ask<{ subgraphRevisions: { nodes: Row[] } }>('ListRevisions', variables);
    print(json, subgraphRevisions.nodes, shown(subgraphRevisions.nodes));
  },
});
