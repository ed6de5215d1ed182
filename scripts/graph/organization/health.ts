import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { second } from '../operator.ts';
import { askerHelp, askerOptions, print } from '../registry/asker.ts';
import { table } from '../table.ts';
import { askOrganization } from './ask-organization.ts';

const help = `How an organisation fares in the graph: points, what it asked, how its subgraphs answered, who breaks whom.

  npm run graph -- health [--organization ID] [--days 7]

  --organization ID  your own unless said; others are the programme office's to read
  --days N           of the last N days, 1 to 90 (default 7)
${askerHelp}
`;

interface HealthAnswer {
  organizationId: string;
  countedAt: string | null;
  budget: { points: number; left: number; resetsAt: string } | null;
  days: { day: string; operations: number; failed: number; points: number }[];
  subgraphs: { subgraph: string; calls: number; failures: number; errorBudgetLeft: number; p95Ms: number | null }[];
  met: { subgraph: string; owner: string | null; errors: number }[];
  caused: { subgraph: string; organization: string; name: string | null; errors: number }[];
}

const daysOf = (text: string): number => {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 90) return days;
  throw new UsageError('--days takes a number from 1 to 90');
};

const budgetText = ({ budget }: HealthAnswer): string =>
  budget === null
    ? 'points of a day: no limit\n'
    : `points of today: ${budget.left} of ${budget.points} are left until ${second(budget.resetsAt)}\n`;

const part = (title: string, headings: string[], rows: (string | number)[][]): string =>
  rows.length === 0 ? '' : `\n${title}\n${table([headings, ...rows.map((row) => row.map(String))])}`;

const shown = (health: HealthAnswer): string => {
  const { organizationId, countedAt, days, subgraphs, met, caused } = health;
  const counted = countedAt === null ? 'nobody has counted yet' : `counted at ${second(countedAt)}`;
  return [
    `${organizationId}, ${counted}\n${budgetText(health)}`,
    part(
      'What it asked:',
      ['DAY', 'OPERATIONS', 'FAILED', 'POINTS'],
      days.map(({ day, operations, failed, points }) => [day, operations, failed, points]),
    ),
    part(
      'How its subgraphs answered:',
      ['SUBGRAPH', 'CALLS', 'FAILURES', 'ERROR BUDGET LEFT', 'P95 MS'],
      subgraphs.map(({ subgraph, calls, failures, errorBudgetLeft, p95Ms }) => [
        subgraph,
        calls,
        failures,
        `${Math.round(errorBudgetLeft * 100)} %`,
        p95Ms ?? '-',
      ]),
    ),
    part(
      'Whose errors it met:',
      ['SUBGRAPH', 'OWNER', 'OPERATIONS'],
      met.map(({ subgraph, owner, errors }) => [subgraph, owner ?? '-', errors]),
    ),
    part(
      'Who met errors of its subgraphs:',
      ['SUBGRAPH', 'ORGANISATION', 'OPERATIONS'],
      caused.map(({ subgraph, organization, name, errors }) => [subgraph, name ?? organization, errors]),
    ),
  ].join('');
};

export const command = graphCommand({
  help,
  options: { organization: { type: 'string' }, days: { type: 'string', default: '7' }, ...askerOptions },
  run: async ({ json, organization, days, ...asker }) => {
    const variables = { organizationId: organization ?? null, days: daysOf(days) };
    const ask = askOrganization(asker);
    const { organizationHealth } = await ask<{ organizationHealth: HealthAnswer }>('OrganizationHealth', variables);
    print(json, organizationHealth, shown(organizationHealth));
  },
});
