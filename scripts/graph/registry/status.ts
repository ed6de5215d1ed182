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
  canaryShare: number | null;
  proposedBy: string;
  approvedBy: string | null;
  proposedAt: string;
  rollbackTo: number | null;
}

const HEADINGS = ['SUBGRAPH', 'NUMBER', 'STATUS', 'PUBLISHED', 'BY', 'APPROVED BY', 'ID'];
const MOST = 50;

const statusOf = ({ status, canaryShare }: Row): string =>
  status === 'CANARY' && canaryShare !== null ? `${status} ${canaryShare} %` : status;

const shown = (rows: readonly Row[]): string =>
  table([
    HEADINGS,
    ...rows.map((row) => [
      row.subgraph,
      row.rollbackTo === null ? String(row.number) : `${row.number} (back to ${row.rollbackTo})`,
      statusOf(row),
      second(row.proposedAt),
      row.proposedBy,
      row.approvedBy ?? '',
      row.id,
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
