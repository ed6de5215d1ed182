import { randomUUID } from 'node:crypto';
import { UsageError } from '../../usage.error.ts';
import { graphCommand } from '../command.ts';
import { table } from '../table.ts';
import { askerHelp, askerOptions, askRegistry, mutate, print, required } from './asker.ts';
import { allowanceOf } from './grants.allowance.ts';
import { runOffers } from './grants.offers.ts';

const help = `What owners let other organisations do with what they own.

  npm run graph -- grants list [--owner ORG] [--grantee ORG] [--status STATUS]
  npm run graph -- grants request --owner ORG --on ELEMENT --may PERMISSIONS [--fields NAMES] --reason TEXT
  npm run graph -- grants allow --id GRANT
  npm run graph -- grants refuse --id GRANT
  npm run graph -- grants revoke --id GRANT --reason TEXT [--ends DAY]
  npm run graph -- grants offers [--owner ORG] [--on ELEMENT] [--status STATUS]
  npm run graph -- grants offer --on ELEMENT --may PERMISSIONS [--fields NAMES] [--kinds KINDS] [--for ORGS] --reason TEXT
  npm run graph -- grants open --id OFFER
  npm run graph -- grants close --id OFFER --reason TEXT
  npm run graph -- grants accept --id OFFER

  list      the newest grants
  request   asks the owner for what a finding says is missing, from today on
  allow     accepts it for the owner, or grants what another person of the owner's accepted
  refuse    refuses it for the owner, or takes back what you asked for
  revoke    ends it, 30 days from now or on --ends, and says which live subgraphs need it
  offers    what owners offer to you before you ask, and your own offers
  offer     offers what is yours on standing terms, for another person of yours to open
  open      opens an offer of another person of yours: from now on it can be accepted
  close     takes an offer back; what was accepted stays until you revoke that
  accept    takes an offer as it stands: you have the grant from today on

  --owner ORG        who owns it (default with offer: your organisation)
  --grantee ORG      whom it is for (default with request and accept: your organisation)
  --kinds KINDS      with offer, kinds of organisations that may accept it, such as JOB_PORTAL,BANK
  --for ORGS         with offer, organisations that may accept it; everybody without --kinds and --for
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
  kinds: string,
  for: string,
  'data-class': string,
  purpose: string,
  consent: string,
  ...askerOptions,
} as const;

type Values = { [Name in keyof Omit<typeof options, 'json'>]?: string | undefined };

const offerActions = ['offers', 'offer', 'open', 'close'] as const;

const today = () => new Date().toISOString().slice(0, 10);

const requestOf = (values: Values) => ({
  owner: required(values.owner, '--owner'),
  grantee: values.grantee ?? null,
  from: today(),
  ...allowanceOf(values),
});

const changes = {
  request: (values: Values) => ['RequestGrant', { input: requestOf(values), key: randomUUID() }],
  allow: ({ id }: Values) => ['DecideGrant', { id: required(id, '--id'), isGranted: true }],
  refuse: ({ id }: Values) => ['DecideGrant', { id: required(id, '--id'), isGranted: false }],
  revoke: ({ id, reason, ends }: Values) => [
    'RevokeGrant',
    { id: required(id, '--id'), reason: required(reason, '--reason'), endsOn: ends ?? null },
  ],
  accept: ({ id, grantee }: Values) => ['AcceptTerms', { id: required(id, '--id'), grantee: grantee ?? null }],
} satisfies Record<string, (values: Values) => [string, object]>;

export const command = graphCommand({
  help,
  options,
  actions: ['list', 'request', 'allow', 'refuse', 'revoke', 'accept', ...offerActions],
  run: async ({ json, ...values }, action) => {
    const { ends, until, owner, grantee, status } = values;
    for (const day of [ends, until])
      if (day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day))
        throw new UsageError(`${day} is no day: write YYYY-MM-DD`);
    const ofOffers = offerActions.find((each) => each === action);
    if (ofOffers) return runOffers({ action: ofOffers, values, isJson: json });
    if (action === 'list') {
      const variables = { first: 100, owner, grantee, status };
      const { grants } = await askRegistry(values)<{ grants: { nodes: GrantAnswer[] } }>('ListGrants', variables);
      return print(json, grants.nodes, shown(grants.nodes));
    }
    const [name, variables] = changes[action as keyof typeof changes](values);
    const done = await mutate<{ grant: GrantAnswer; breaks?: BreakAnswer[] }>(askRegistry(values), name, variables);
    print(json, done, `${shown([done.grant])}${done.breaks ? brokenText(done.breaks) : ''}`);
  },
});
