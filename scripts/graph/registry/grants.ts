import { randomUUID } from 'node:crypto';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { table } from '../table.ts';
import { askerHelp, askerOptions, askRegistry, mutate, print, required } from './asker.ts';

const help = `What owners let other organisations do with what they own.

  npm run graph -- grants list [--owner ORG] [--grantee ORG] [--status STATUS]
  npm run graph -- grants request --owner ORG --on ELEMENT --may PERMISSIONS [--fields NAMES] --reason TEXT
  npm run graph -- grants allow --id GRANT
  npm run graph -- grants refuse --id GRANT
  npm run graph -- grants revoke --id GRANT --reason TEXT [--ends DAY]

  list      the newest grants
  request   asks the owner for what a finding says is missing, from today on
  allow     accepts it for the owner, or grants what another person of the owner's accepted
  refuse    refuses it for the owner, or takes back what you asked for
  revoke    ends it, 30 days from now or on --ends, and says which live subgraphs need it

  --owner ORG        who owns it
  --grantee ORG      whom it is for (default with request: your organisation)
  --on ELEMENT       a type, @directive, or scope, tag, event or link
  --may PERMISSIONS  such as ADD_FIELDS or REQUIRE_FIELDS, with commas between them
  --fields NAMES     the fields that it covers, with commas between them (default: all)
  --until DAY        its last day, as YYYY-MM-DD
  --data-class CLASS GENERAL or SPECIFIC, where you are sent personal data, or answer or take it: a finding names it
  --purpose TEXT     what that data is used for, in words that the person reads
  --consent yes|no   whether it is used with the person's consent only (default yes)
${askerHelp}
`;

interface GrantAnswer {
  id: string;
  owner: string;
  grantee: string;
  element: string;
  permissions: string[];
  fields: string[] | null;
  fromDay: string;
  untilDay: string | null;
  status: string;
  endsOn: string | null;
}

interface BreakAnswer {
  subgraph: string;
  organization: string;
  findings: { code: string; coordinate: string; message: string }[];
}

const HEADINGS = ['OWNER', 'FOR', 'ON', 'MAY', 'FIELDS', 'FROM', 'UNTIL', 'STATUS', 'ID'];

const rowOf = ({
  owner,
  grantee,
  element,
  permissions,
  fields,
  fromDay,
  untilDay,
  endsOn,
  status,
  id,
}: GrantAnswer) => [
  owner,
  grantee,
  element,
  permissions.join(','),
  fields?.join(',') ?? 'all',
  fromDay,
  endsOn ?? untilDay ?? '',
  status,
  id,
];

const shown = (grants: readonly GrantAnswer[]): string => table([HEADINGS, ...grants.map(rowOf)]);

const brokenText = (breaks: readonly BreakAnswer[]): string =>
  breaks.length === 0
    ? 'no live subgraph needs it\n'
    : breaks
        .flatMap(({ subgraph, organization, findings }) =>
          findings.map(({ code, message }) => `${subgraph} of ${organization} needs it: ${code} ${message}\n`),
        )
        .join('');

const wordsIn = (text: string): string[] => text.split(',').filter((word) => word !== '');

const string = { type: 'string' } as const;

const options = {
  id: string,
  owner: string,
  grantee: string,
  status: string,
  on: string,
  may: string,
  fields: string,
  reason: string,
  until: string,
  ends: string,
  'data-class': string,
  purpose: string,
  consent: string,
  ...askerOptions,
} as const;

type Values = { [Name in keyof Omit<typeof options, 'json'>]?: string | undefined };

const today = () => new Date().toISOString().slice(0, 10);

/** The terms of the options; null where no class of data is said. */
const termsOf = (values: Values) => {
  const { purpose, consent = 'yes', 'data-class': dataClass } = values;
  if (dataClass === undefined) return null;
  if (consent !== 'yes' && consent !== 'no') throw new UsageError('--consent takes yes or no');
  return { class: dataClass, purpose: required(purpose, '--purpose'), isConsentNeeded: consent === 'yes' };
};

const requestOf = ({ owner, grantee, on, may, fields, reason, until, ...rest }: Values) => ({
  owner: required(owner, '--owner'),
  grantee: grantee ?? null,
  element: required(on, '--on'),
  permissions: wordsIn(required(may, '--may')),
  fields: fields === undefined ? null : wordsIn(fields),
  from: today(),
  until: until ?? null,
  reason: required(reason, '--reason'),
  terms: termsOf(rest),
});

const changes = {
  request: (values: Values) => ['RequestGrant', { input: requestOf(values), key: randomUUID() }],
  allow: ({ id }: Values) => ['DecideGrant', { id: required(id, '--id'), isGranted: true }],
  refuse: ({ id }: Values) => ['DecideGrant', { id: required(id, '--id'), isGranted: false }],
  revoke: ({ id, reason, ends }: Values) => [
    'RevokeGrant',
    { id: required(id, '--id'), reason: required(reason, '--reason'), endsOn: ends ?? null },
  ],
} satisfies Record<string, (values: Values) => [string, object]>;

export const command = graphCommand({
  help,
  options,
  actions: ['list', 'request', 'allow', 'refuse', 'revoke'],
  run: async ({ json, ...values }, action) => {
    const { ends, until, owner, grantee, status } = values;
    for (const day of [ends, until])
      if (day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day))
        throw new UsageError(`${day} is no day: write YYYY-MM-DD`);
    if (action === 'list') {
      const variables = { first: 100, owner, grantee, status };
      const { grants } = await askRegistry(values)<{ grants: { nodes: GrantAnswer[] } }>('ListGrants', variables);
      return print(json, grants.nodes, shown(grants.nodes));
    }
    const [name, variables] = changes[action](values);
    const done = await mutate<{ grant: GrantAnswer; breaks?: BreakAnswer[] }>(askRegistry(values), name, variables);
    print(json, done, `${shown([done.grant])}${done.breaks ? brokenText(done.breaks) : ''}`);
  },
});
