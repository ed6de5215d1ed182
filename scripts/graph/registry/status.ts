import { graphCommand } from '../command.ts';
import { second } from '../operator.ts';
import { table } from '../table.ts';
import { askerHelp, askerOptions, askRegistry, print, required } from './asker.ts';
import { choicesOf, elementsText, verdictText } from './choices.ts';

const help = `Lists the newest revisions of subgraphs: who published and approved them, how far they are, and what of them is granted
no more.

  npm run graph -- status [--subgraph NAME [--today]]

  --subgraph NAME  only those of this subgraph
  --today          checks those that were live by what is granted today: which could come back (npm run graph -- rollback),
                   and what of the others no grant covers; said to its publisher and to officers
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
const TODAY = 'IF IT CAME BACK TODAY';
const MOST = 50;

/** What is granted no more: left out, or live all the same where nothing could be left out. */
const ungrantedIn = ({ status, withheld }: Row): string => {
  if (status !== 'LIVE' || !withheld) return '';
  return `, ${withheld.isEnforced ? 'WITHHELD' : 'UNGRANTED'} ${elementsText(withheld.elements)}`;
};

const statusOf = (row: Row): string =>
  row.status === 'CANARY' && row.canaryShare !== null
    ? `${row.status} ${row.canaryShare} %`
    : `${row.status}${ungrantedIn(row)}`;

/** @param today what would become of earlier revisions, by id; undefined where nobody asked */
const shown = (rows: readonly Row[], today?: ReadonlyMap<string, string>): string =>
  table([
    today ? [...HEADINGS, TODAY] : HEADINGS,
    ...rows.map((row) => [
      row.subgraph,
      row.rollbackTo === null ? String(row.number) : `${row.number} (back to ${row.rollbackTo})`,
      statusOf(row),
      second(row.proposedAt),
      row.proposedBy,
      row.approvedBy ?? '',
      row.id,
      ...(today ? [today.get(row.id) ?? ''] : []),
    ]),
  ]);

export const command = graphCommand({
  help,
  options: { subgraph: { type: 'string' }, today: { type: 'boolean', default: false }, ...askerOptions },
  run: async ({ json, subgraph, today: isToday, ...asker }) => {
    const variables = { subgraph: subgraph ?? null, first: MOST };
    const ask = askRegistry(asker);
    const { subgraphRevisions } = await ask<{ subgraphRevisions: { nodes: Row[] } }>('ListRevisions', variables);
    const { nodes } = subgraphRevisions;
    if (!isToday) return print(json, nodes, shown(nodes));
    const choices = await choicesOf(ask, required(subgraph, '--subgraph'));
    const today = new Map(choices.map((each) => [each.revision.id, verdictText(each)]));
    const rows = nodes.map((row) => ({ ...row, ifBackToday: today.get(row.id) ?? null }));
    print(json, rows, shown(rows, today));
  },
});
