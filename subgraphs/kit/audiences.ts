import { type Role, scopes } from './scopes.ts';

/** Groups of callers that are shown a schema of their own; each name is also the `@tag` that puts an element into it. */
export const audiences = ['public', 'platform', 'portal', 'payment', 'officer'] as const;
export type Audience = (typeof audiences)[number];

/** What a role is shown. People who act for no organisation see what everyone does. */
const audienceOf: Readonly<Record<Role, Audience>> = {
  participant: 'public',
  officer: 'officer',
  platform: 'platform',
  institution: 'platform',
  assessor: 'platform',
  portal: 'portal',
  wallet: 'payment',
  treasury: 'payment',
};

const isRole = (text: unknown): text is Role => typeof text === 'string' && Object.hasOwn(audienceOf, text);

/** Returns the audience of a token by its claim `role`; a token without one, or with another, is shown what everyone is. */
export const audienceOfRole = (role: unknown): Audience => (isRole(role) ? audienceOf[role] : 'public');

const isAudience = (name: string): name is Audience => (audiences as readonly string[]).includes(name);

/** The audiences among names of tags. */
export const audiencesIn = (tags: readonly string[]): Audience[] => tags.filter(isAudience);

const rolesOf = (scope: string): readonly Role[] => scopes.find(({ name }) => name === scope)?.grantedTo ?? [];

/** Audiences with a role that may hold all scopes of one of these sets. Officers see everything, so they are in each. */
export const audiencesOfScopes = (anyOf: readonly (readonly string[])[]): Audience[] => {
  const holders = anyOf.flatMap(([first = '', ...others]) =>
    rolesOf(first).filter((role) => others.every((scope) => rolesOf(scope).includes(role))),
  );
  const seeing = new Set<Audience>([...holders.map(audienceOfRole), 'officer']);
  return audiences.filter((audience) => seeing.has(audience));
};
