import { graphCommand } from '../command.ts';
import { askerHelp, askerOptions, mutate, print, required } from '../registry/asker.ts';
import { table } from '../table.ts';
import { askOrganization } from './ask-organization.ts';

const help = `Elements of the graph that will go and that clients of your organisation used, or that it publishes.

  npm run graph -- deprecations list
  npm run graph -- deprecations acknowledge --id DEPRECATION

  list         the newest first, with what is left: executions of the last 7 days that had any
  acknowledge  says for your organisation that it does without the element

${askerHelp}
`;

interface UserAnswer {
  organization: string;
  name: string | null;
  acknowledgedAt: string | null;
  days: { day: string; client: string; executions: number }[];
}

interface DeprecationAnswer {
  id: string;
  coordinate: string;
  owner: string;
  replacement: string;
  until: string;
  ending: string | null;
  users: UserAnswer[];
}

const HEADINGS = ['ELEMENT', 'USE', 'UNTIL', 'STATE', 'USED BY', 'ACKNOWLEDGED', 'LEFT', 'ID'];
const DAYS = 7;
const PAGE = 50;

const leftOf = ({ days }: UserAnswer): string => {
  const newest = [...new Set(days.map(({ day }) => day))].slice(0, DAYS);
  const total = days.filter(({ day }) => newest.includes(day)).reduce((sum, { executions }) => sum + executions, 0);
  return newest.length === 0 ? '' : `${total}, last on ${newest[0]}`;
};

const rowsOf = ({ id, coordinate, replacement, until, ending, users }: DeprecationAnswer): string[][] => {
  const first = [coordinate, replacement, until, ending ?? 'STANDS'];
  if (users.length === 0) return [[...first, '', '', '', id]];
  return users.map((user) => [
    ...first,
    user.name ?? user.organization,
    user.acknowledgedAt === null ? 'no' : 'yes',
    leftOf(user),
    id,
  ]);
};

const shown = (all: readonly DeprecationAnswer[]): string =>
  all.length === 0 ? 'nothing that you use or publish is deprecated\n' : table([HEADINGS, ...all.flatMap(rowsOf)]);

interface Page {
  deprecations: { nodes: DeprecationAnswer[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

export const command = graphCommand({
  help,
  options: { id: { type: 'string' }, ...askerOptions },
  actions: ['list', 'acknowledge'],
  run: async ({ json, id, ...asker }, action) => {
    const ask = askOrganization(asker);
    if (action === 'acknowledge') {
      const variables = { id: required(id, '--id') };
      const done = await mutate<{ deprecation: DeprecationAnswer }>(ask, 'AcknowledgeDeprecation', variables);
      return print(json, done.deprecation, shown([done.deprecation]));
    }
    const found: DeprecationAnswer[] = [];
    let after: string | null = null;
    do {
      const { deprecations }: Page = await ask<Page>('ListDeprecations', { first: PAGE, after });
      found.push(...deprecations.nodes);
      after = deprecations.pageInfo.hasNextPage ? deprecations.pageInfo.endCursor : null;
    } while (after !== null);
    print(json, found, shown(found));
  },
});
