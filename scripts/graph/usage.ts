import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { askGateway, gatewayOf, second } from './operator.ts';
import { dataOption } from './places.ts';
import { table } from './table.ts';

const help = `Who uses an element of the graph, as the gateways have counted it: executions by organisation, client and
version, the names of the operations, and the hour of the last one. Counts are kept for 90 days.

  npm run graph -- usage --coordinate Participant.name [--days 30] [--owner]

  --coordinate C   Type.field, Type.field(argument:), Enum.VALUE or Input.field
  --days N         of the last N days, 1 to 90 (default 30)
  --owner          what the element's owner may see: organisations and counts
  --data DIR       the stack's data directory

Only executions with a token speak against a removal: strangers have a row of their own. What a client asks beyond 1,000
operations a day is counted without a name and a version.

Without --data it asks the gateway of GRAPH_URL with SUPERGRAPH_SECRET, where that is set, or else the stack of .data.
`;

const options = {
  coordinate: { type: 'string' },
  days: { type: 'string', default: '30' },
  owner: { type: 'boolean', default: false },
  ...dataOption,
} as const;

interface Use {
  organization: string;
  client: string;
  version: string;
  isAuthenticated: boolean;
  operations: string[];
  executions: number;
  lastHour: string;
}

const coordinatePattern = /^\w+\.\w+(\(\w+:\))?$/;
const mostDays = 90;
/** Names that a row shows. */
const mostNames = 5;

const CLIENT_HEADINGS = ['ORGANISATION', 'CLIENT', 'VERSION', 'EXECUTIONS', 'LAST HOUR', 'OPERATIONS'];
const OWNER_HEADINGS = ['ORGANISATION', 'EXECUTIONS', 'LAST HOUR'];

const nameOf = ({ isAuthenticated, organization }: Use) => (isAuthenticated ? organization || '-' : 'strangers');

const namesIn = (names: readonly string[]) => {
  const further = names.length - mostNames;
  return further > 0 ? `${names.slice(0, mostNames).join(' ')} and ${further} more` : names.join(' ') || '-';
};

const toRow = (use: Use): string[] => [
  nameOf(use),
  use.client || '-',
  use.version || '-',
  String(use.executions),
  second(use.lastHour),
  namesIn(use.operations),
];

const ownerRows = (uses: readonly Use[]): string[][] => {
  const byOrganization = new Map<string, { executions: number; lastHour: string }>();
  for (const use of uses) {
    const { executions, lastHour } = byOrganization.get(nameOf(use)) ?? { executions: 0, lastHour: '' };
    const latest = [lastHour, use.lastHour].sort().at(-1) ?? '';
    byOrganization.set(nameOf(use), { executions: executions + use.executions, lastHour: latest });
  }
  return [...byOrganization].map(([name, { executions, lastHour }]) => [name, String(executions), second(lastHour)]);
};

const daysOf = (text: string): number => {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= mostDays) return days;
  throw new UsageError(`--days takes a number from 1 to ${mostDays}`);
};

export const command = graphCommand({
  help,
  options,
  run: async ({ coordinate = '', days: daysText, owner, data }) => {
    if (!coordinatePattern.test(coordinate)) {
      throw new UsageError('--coordinate takes Type.field, Type.field(argument:), Enum.VALUE or Input.field');
    }
    const days = daysOf(daysText);
    const query = new URLSearchParams({ coordinate, days: String(days) });
    const { uses, error } = (await askGateway(gatewayOf(data), `/supergraph/usage?${query}`)) as {
      uses?: Use[];
      error?: string;
    };
    if (!uses) throw new Error(error);
    const rows = owner ? [OWNER_HEADINGS, ...ownerRows(uses)] : [CLIENT_HEADINGS, ...uses.map(toRow)];
    process.stdout.write(uses.length === 0 ? `nobody used ${coordinate} in ${days} days\n` : table(rows));
  },
});
