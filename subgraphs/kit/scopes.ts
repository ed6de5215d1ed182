/** Who can get a token: people by their kind of account, organisations by the kind of their client. */
export const roles = ['participant', 'officer', 'platform', 'institution', 'portal', 'wallet', 'treasury'] as const;
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
    name: 'identity:read',
    description:
      'Read NIK, KK, phone, e-mail and wallet number of any participant, who sees each read in `accessLog`: a limited number of people a day.',
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
    description: 'Create, open, close, screen and draw waves, revoke who bought nothing, and re-offer freed quota.',
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
    grantedTo: ['platform', 'institution', 'portal', 'wallet', 'treasury'],
  },
  {
    name: 'alumni:search',
    description:
      "Search the skill profiles of alumni who let one's own portal, or all portals, find them, each under a pseudonym.",
    grantedTo: ['portal'],
  },
  { name: 'disbursement:settle', description: 'Report what became of a disbursement.', grantedTo: ['wallet'] },
];

/** Names of the scopes that a role may hold. */
export const scopesOf = (role: Role): string[] =>
  scopes.filter(({ grantedTo }) => grantedTo.includes(role)).map(({ name }) => name);

/** The roles of organisations; the others are people. */
export const organizationRoles: readonly Role[] = roles.filter((role) => role !== 'participant' && role !== 'officer');

/** Names of the scopes that organisations can hold. Each is held for one: a token without an organisation opens nothing by it. */
export const organizationScopes: ReadonlySet<string> = new Set(organizationRoles.flatMap(scopesOf));
