import { type Audience, audienceOfRole, audiences } from './audiences.ts';
import { type Role, scopes } from './scopes.ts';

const rolesOf = (scope: string): readonly Role[] => scopes.find(({ name }) => name === scope)?.grantedTo ?? [];

/** Audiences with a role that may hold all scopes of one of these sets. Officers are shown everything, so they are in each. */
export const audiencesOfScopes = (anyOf: readonly (readonly string[])[]): Audience[] => {
  const holders = anyOf.flatMap(([first = '', ...others]) =>
    rolesOf(first).filter((role) => others.every((scope) => rolesOf(scope).includes(role))),
  );
  const shown = new Set<Audience>([...holders.map(audienceOfRole), 'officer']);
  return audiences.filter((audience) => shown.has(audience));
};
