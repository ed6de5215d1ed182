import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { askGateway, gatewayOf, second } from './operator.ts';
import { dataOption } from './places.ts';
import { table } from './table.ts';

const help = `The revisions of the supergraph. The gateway keeps the last 20 that were live.

  npm run graph -- supergraph show
  npm run graph -- supergraph rollback --to N [--break-documents]

  show       the revisions, newest first, which one is live, what was refused last and why, and trusted documents that
             nobody asked for 30 days
  rollback   makes revision N the live one, on every gateway of the same database. Refused when a trusted document that
             is answered now would not be, and whenever something was revoked since then

  --to N             number of the revision
  --break-documents  goes back also when trusted documents are not answered then; what was revoked stays revoked
  --data DIR         the stack's data directory

Without --data it asks the gateway of GRAPH_URL with SUPERGRAPH_SECRET, where that is set, or else the stack of .data.
`;

const options = {
  to: { type: 'string' },
  'break-documents': { type: 'boolean', default: false },
  ...dataOption,
} as const;

interface State {
  live: string;
  liveFault?: string;
  revisions: { number: number; id: string; source: string; takenAt: string; isLive: boolean }[];
  offers: { source: string; id: string; refusal?: string; offeredAt: string }[];
  unusedDocuments: string[];
  canary?: { subgraph: string; number: number; share: number; revision: string; requests: number; failures: number };
}

interface Verdict {
  id: string;
  refusal?: string;
  brokenDocuments: string[];
}

const HEADINGS = ['NUMBER', 'REVISION', 'TAKEN AT', 'LIVE', 'SOURCE'];

const shown = ({ liveFault, revisions, offers, unusedDocuments, canary }: State): string => {
  const rows = revisions.map(({ number, id, takenAt, isLive, source }) => [
    String(number),
    id,
    second(takenAt),
    isLive ? 'live' : '',
    source,
  ]);
  const refused = offers.flatMap(({ source, id, refusal, offeredAt }) =>
    refusal ? [`refused ${id} of ${source} at ${second(offeredAt)}: ${refusal}\n`] : [],
  );
  const unused = unusedDocuments.map((name) => `not asked for 30 days: ${name}\n`);
  const fault = liveFault ? [`what is live should not be: ${liveFault}\n`] : [];
  const beside = canary
    ? [
        `${canary.share} % of the callers meet revision ${canary.number} of ${canary.subgraph} (${canary.revision}): of ${Math.round(canary.requests)} requests here ${Math.round(canary.failures)} failed\n`,
      ]
    : [];
  return [table([HEADINGS, ...rows]), ...beside, ...fault, ...refused, ...unused].join('');
};

const rolledBack = ({ id, refusal, brokenDocuments }: Verdict, number: number): string => {
  if (refusal) throw new Error(`not rolled back: ${refusal}`);
  const broken = brokenDocuments.map((name) => `not answered any more: ${name}\n`);
  return `revision ${number} (${id}) is live\n${broken.join('')}`;
};

export const command = graphCommand({
  help,
  options,
  actions: ['show', 'rollback'],
  run: async ({ data, to = '', 'break-documents': mayBreakDocuments }, action) => {
    if (action === 'rollback' && !/^[1-9]\d{0,8}$/.test(to)) {
      throw new UsageError('rollback takes --to and the number of a revision');
    }
    const gateway = gatewayOf(data);
    if (action === 'show') return void process.stdout.write(shown((await askGateway(gateway, '/supergraph')) as State));
    const verdict = await askGateway(gateway, '/supergraph/rollback', { number: Number(to), mayBreakDocuments });
    process.stdout.write(rolledBack(verdict as Verdict, Number(to)));
  },
});
