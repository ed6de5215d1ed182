import { graphCommand } from '../command.ts';
import { second } from '../operator.ts';
import { table } from '../table.ts';
import { askerHelp, askerOptions, askRegistry, print } from './asker.ts';

const help = `Lists the newest revisions of subgraphs: who published and approved them, how far they are, and what of them is granted
no more.

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
  withheld: { elements: string[]; isEnforced: boolean } | null;
  proposedBy: string;
  approvedBy: string | null;
  proposedAt: string;
  rollbackTo: number | null;
}

const HEADINGS = ['SUBGRAPH', 'NUMBER', 'STATUS', 'PUBLISHED', 'BY', 'APPROVED BY', 'ID'];
const MOST = 50;

const MOST_NAMED = 3;

/** What is granted no more: left out, or live all the same where nothing could be left out. */
const ungrantedIn = ({ status, withheld }: Row): string => {
  if (status !== 'LIVE' || !withheld) return '';
  const named = withheld.elements.slice(0, MOST_NAMED).join(', ');
  const more = withheld.elements.length > MOST_NAMED ? ` and ${withheld.elements.length - MOST_NAMED} more` : '';
  const what = withheld.elements.includes('*') ? 'all of it' : `${named}${more}`;
  return withheld.isEnforced ? `, WITHHELD ${what}` : `, UNGRANTED ${what}`;
};

const statusOf = (row: Row): string =>
  row.status === 'CANARY' && row.canaryShare !== null
    ? `${row.status} ${row.canaryShare} %`
    : `${row.status}${ungrantedIn(row)}`;

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
