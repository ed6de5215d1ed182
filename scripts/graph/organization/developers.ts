import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { second } from '../operator.ts';
import { askerHelp, askerOptions, mutate, print, required } from '../registry/asker.ts';
import { table } from '../table.ts';
import { askAs } from '../wave/ask.ts';

const help = `Who acts for an organisation, and what its people may do by themselves.

  npm run graph -- developers list [--organization ID]
  npm run graph -- developers remove --id DEVELOPER
  npm run graph -- developers allow --organization ID --scopes SCOPES [--clients N] [--developers N]

  list    the newest 100
  remove  ends sessions and tokens within a minute, and a link that was not used
  allow   as an officer: the scopes that they may give, and how many clients and developers they may have

  --organization ID  your own unless said
  --scopes SCOPES    with commas between them
  --clients N        0 to 50 (default 5)
  --developers N     0 to 200 (default 10)
${askerHelp}
`;

interface PersonAnswer {
  id: string;
  label: string;
  scopes: string[];
  status: string;
  invitedUntil: string;
}

interface AllowanceAnswer {
  organizationId: string;
  scopes: string[];
  mostClients: number;
  mostDevelopers: number;
}

const shown = (people: readonly PersonAnswer[]): string =>
  table([
    ['LABEL', 'STATUS', 'SCOPES', 'LINK UNTIL', 'ID'],
    ...people.map(({ label, status, scopes, invitedUntil, id }) => [
      label,
      status,
      scopes.join(','),
      second(invitedUntil),
      id,
    ]),
  ]);

const countOf = (text: string, option: string): number => {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError(`${option} takes a number`);
};

const string = { type: 'string' } as const;
const options = {
  id: string,
  organization: string,
  scopes: string,
  clients: { type: 'string', default: '5' },
  developers: { type: 'string', default: '10' },
  ...askerOptions,
} as const;

export const command = graphCommand({
  help,
  options,
  actions: ['list', 'remove', 'allow'],
  run: async ({ json, id, organization, scopes, clients, developers, role = 'officer', as, data }, action) => {
    const asker = { role, subject: as ?? `synthetic-${role}`, data };
    if (action === 'allow') {
      const input = {
        organizationId: required(organization, '--organization'),
        scopes: required(scopes, '--scopes').split(','),
        mostClients: countOf(clients, '--clients'),
        mostDevelopers: countOf(developers, '--developers'),
      };
      const ask = askAs({ ...asker, file: 'schema/commands/allow-organization.graphql' });
      const { allowance } = await mutate<{ allowance: AllowanceAnswer }>(ask, 'AllowOrganization', { input });
      return print(json, allowance, `${allowance.organizationId} may give ${allowance.scopes.join(', ')}\n`);
    }
    const ask = askAs({ ...asker, file: 'schema/commands/developers.graphql' });
    if (action === 'remove') {
      const variables = { id: required(id, '--id') };
      const { developer } = await mutate<{ developer: PersonAnswer }>(ask, 'RemoveDeveloper', variables);
      return print(json, developer, shown([developer]));
    }
    const variables = { organizationId: organization ?? null, first: 100 };
    const found = await ask<{ developers: { nodes: PersonAnswer[] } }>('ListDevelopers', variables);
    print(json, found.developers.nodes, shown(found.developers.nodes));
  },
});
