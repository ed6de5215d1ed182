/** Who can get a token: people by their kind of account, organisations by the kind of their client. */
export const roles = [
  'participant',
  'officer',
  'platform',
  'institution',
  'assessor',
  'portal',
  'wallet',
  'treasury',
  'bank',
] as const;
export type Role = (typeof roles)[number];

export interface Scope {
  name: string;
  /** What a caller with it may do, for a partner's developer. */
  description: string;
  grantedTo: readonly Role[];
}

/** Every scope of the graph. docs/partners/scopes.md is generated from it. */
export const scopes: readonly Scope[] = [
  {
    name: 'self',
    description: 'Read and change what belongs to oneself: profile, enrolments, balance, wallet, applications.',
    grantedTo: ['participant'],
  },
  {
    name: 'participant:read',
    description: 'Read the profile of any participant, who sees in `accessLog` that names and decisions were read.',
    grantedTo: ['officer'],
  },
  {
    name: 'enrollment:read',
    description:
      "Read enrolments, attendance and certificates: platforms and institutions those in their own organisation's courses, officers those of any participant.",
    grantedTo: ['officer', 'platform', 'institution'],
  },
  {
    name: 'ledger:read',
    description:
      "Read balances, ledger entries and disbursements of any participant: the ledger is the programme's, and its units' alone.",
    grantedTo: ['officer', 'treasury'],
  },
  {
    name: 'budget:decide',
    description: 'Propose what is left of a year for the next one, and approve what somebody else proposed.',
    grantedTo: ['treasury'],
  },
  {
    name: 'reconciliation:decide',
    description:
      'Import settlement files of payment partners, and decide differences between them and the ledger: who proposes never confirms.',
    grantedTo: ['treasury'],
  },
  {
    name: 'identity:read',
    description:
      'Read NIK, KK, phone, e-mail and wallet number of any participant, who sees each read in `accessLog`: a limited number of people a day.',
    grantedTo: ['officer'],
  },
  {
    name: 'identity:decide',
    description: 'Read and decide disputes about whose a NIK is: two officers, one after the other, must say the same.',
    grantedTo: ['officer'],
  },
  {
    name: 'participant:correct',
    description: 'Correct what any participant stated at registration, with a reason that the person reads.',
    grantedTo: ['officer'],
  },
  { name: 'participant:erase', description: 'Erase a participant, on request and for ever.', grantedTo: ['officer'] },
  { name: 'wave:announce', description: 'Announce the recipients of a wave.', grantedTo: ['officer'] },
  {
    name: 'wave:manage',
    description:
      'Create, open, close, cancel, screen and draw waves, revoke who bought nothing, and re-offer freed quota.',
    grantedTo: ['officer'],
  },
  {
    name: 'barred:import',
    description: 'Import the lists of people whom the policy bars, and re-evaluate recipients against them.',
    grantedTo: ['officer'],
  },
  {
    name: 'organization:manage',
    description: 'Register, suspend and resume organisations, register their clients and rotate their keys.',
    grantedTo: ['officer'],
  },
  {
    name: 'client:rotate',
    description: "Rotate the keys of one's own organisation's clients.",
    grantedTo: ['platform', 'institution', 'assessor', 'portal', 'wallet', 'treasury', 'bank'],
  },
  {
    name: 'course:publish',
    description:
      'Submit, import and withdraw courses, publish their classes, and read settlements: platforms and institutions those of their own organisation.',
    grantedTo: ['platform', 'institution'],
  },
  {
    name: 'course:assess',
    description: 'Assess courses against the list of indicators; never those of which one is owner or monitor.',
    grantedTo: ['officer', 'assessor'],
  },
  {
    name: 'course:monitor',
    description: 'Watch, suspend, resume and delist courses, and answer complaints about them.',
    grantedTo: ['officer'],
  },
  {
    name: 'attendance:record',
    description: "Accept vouchers, and record attendance and results in one's own institution's courses.",
    grantedTo: ['institution'],
  },
  {
    name: 'certificate:issue',
    description:
      "Issue and revoke certificates of one's own institution's courses, and register the keys that sign them.",
    grantedTo: ['institution'],
  },
  { name: 'review:moderate', description: 'Hide reviews that break the rules.', grantedTo: ['officer'] },
  {
    name: 'webhook:manage',
    description: "Register one's own organisation's webhooks, and read and replay its events.",
    grantedTo: ['platform', 'institution', 'assessor', 'portal', 'wallet', 'treasury', 'bank'],
  },
  {
    name: 'vacancy:publish',
    description: "Publish, change and close vacancies of one's own portal, and read what is wrong with them.",
    grantedTo: ['portal'],
  },
  {
    name: 'vacancy:moderate',
    description: 'Decide about vacancies that moderation holds, and read those of every portal.',
    grantedTo: ['officer'],
  },
  {
    name: 'alumni:search',
    description:
      "Search the skill profiles of alumni who let one's own portal, or all portals, find them, each under a pseudonym.",
    grantedTo: ['portal'],
  },
  {
    name: 'application:manage',
    description:
      "Invite alumni to the vacancies of one's own portal, read applications for these with the name and the contact of the person, move them on, and report hires.",
    grantedTo: ['portal'],
  },
  {
    name: 'payout:create',
    description: 'Make batches of payouts that are due, and runs of settlements, for somebody else to approve.',
    grantedTo: ['treasury'],
  },
  {
    name: 'payout:approve',
    description:
      "Approve and reject batches of payouts and runs of settlements, never of one's own making; pause partners, and decide on payouts of which no partner gives a clear answer.",
    grantedTo: ['treasury'],
  },
  { name: 'disbursement:settle', description: 'Report what became of a disbursement.', grantedTo: ['wallet'] },
  {
    name: 'kur:decide',
    description: "Read and decide applications for loans (KUR) that were made to one's own bank.",
    grantedTo: ['bank'],
  },
  {
    name: 'subgraph:publish',
    description:
      "Publish revisions of one's own organisation's subgraphs, register the keys that sign them, and ask other owners for grants.",
    grantedTo: ['officer', 'platform', 'institution', 'assessor', 'portal', 'wallet', 'treasury', 'bank'],
  },
  {
    name: 'subgraph:approve',
    description: 'Approve keys and revisions of subgraphs, never those of which one is the proposer.',
    grantedTo: ['officer'],
  },
  {
    name: 'organization:read',
    description:
      "Read how one's own organisation fares in the graph: its health, what it uses that will go, its developers; officers that of any.",
    grantedTo: ['officer', 'platform', 'institution', 'assessor', 'portal', 'wallet', 'treasury'],
  },
  {
    name: 'developer:manage',
    description:
      "Invite and remove the developers of one's own organisation and register its clients, within what an officer allowed.",
    grantedTo: ['officer', 'platform', 'institution', 'assessor', 'portal', 'wallet', 'treasury'],
  },
  {
    name: 'deprecation:acknowledge',
    description: "Acknowledge for one's own organisation that an element of the graph which it uses will go.",
    grantedTo: ['officer', 'platform', 'institution', 'assessor', 'portal', 'wallet', 'treasury'],
  },
  {
    name: 'grant:decide',
    description: "Decide what other organisations' subgraphs may do with what one's own organisation owns.",
    grantedTo: ['officer', 'platform', 'institution', 'assessor', 'portal', 'wallet', 'treasury', 'bank'],
  },
];

/** Names of the scopes that a role may hold. */
export const scopesOf = (role: Role): string[] =>
  scopes.filter(({ grantedTo }) => grantedTo.includes(role)).map(({ name }) => name);

/** The roles of organisations; the others are people. */
export const organizationRoles: readonly Role[] = roles.filter((role) => role !== 'participant' && role !== 'officer');

/** Names of the scopes that organisations can hold. Each is held for one: a token without an organisation opens nothing by it. */
export const organizationScopes: ReadonlySet<string> = new Set(organizationRoles.flatMap(scopesOf));
