import { readStackFile } from '../../stack/stack-file.ts';
import { graphCommand } from '../command.ts';
import { DEFAULT_DATA } from '../places.ts';
import { askerHelp, askerOptions, mutate, print, required } from '../registry/asker.ts';
import { askAs } from '../wave/ask.ts';

const help = `Invites somebody to act for an organisation, and prints the link: good once, for that address and for seven days.

  npm run graph -- invite --email ADDRESS --label NAME --scopes SCOPES [--organization ID]

  --email ADDRESS    for whom the link is good; it is not kept
  --label NAME       what colleagues call the account
  --scopes SCOPES    what the tokens can hold, with commas between them
  --organization ID  your own unless said
  --issuer URL       where people sign in (default: that of the stack)
${askerHelp}
`;

const string = { type: 'string' } as const;

interface InvitationAnswer {
  developer: { id: string; invitedUntil: string };
  secret: string;
}

export const command = graphCommand({
  help,
  options: { email: string, label: string, scopes: string, organization: string, issuer: string, ...askerOptions },
  run: async ({ json, email, label, scopes, organization, issuer, role = 'officer', as, data }) => {
    const input = {
      organizationId: organization ?? null,
      email: required(email, '--email'),
      label: required(label, '--label'),
      scopes: required(scopes, '--scopes')
        .split(',')
        .filter((scope) => scope !== ''),
    };
    const ask = askAs({ file: 'schema/commands/developers.graphql', role, subject: as ?? `synthetic-${role}`, data });
    const { developer, secret } = await mutate<InvitationAnswer>(ask, 'InviteDeveloper', { input });
    const origin = issuer ?? readStackFile(data ?? DEFAULT_DATA).issuer;
    const link = new URL(`/invitation/${secret}`, origin).href;
    print(json, { ...developer, link }, `${link}\ngood once, until ${developer.invitedUntil}\n`);
  },
});
