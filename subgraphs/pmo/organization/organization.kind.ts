import { scopes as known, type Role, scopesOf } from '../../kit/scopes.ts';
import { refusals } from './organization.refusal.ts';

export enum OrganizationKind {
  PLATFORM = 'PLATFORM',
  INSTITUTION = 'INSTITUTION',
  ASSESSOR = 'ASSESSOR',
  PAYMENT_PARTNER = 'PAYMENT_PARTNER',
  JOB_PORTAL = 'JOB_PORTAL',
  BANK = 'BANK',
  PMO_UNIT = 'PMO_UNIT',
}

/** The role of an organisation's clients. */
const roles: Record<OrganizationKind, Role> = {
  PLATFORM: 'platform',
  INSTITUTION: 'institution',
  ASSESSOR: 'assessor',
  PAYMENT_PARTNER: 'wallet',
  JOB_PORTAL: 'portal',
  BANK: 'bank',
  PMO_UNIT: 'treasury',
};

/** Returns the names of the scopes that the clients of such an organisation may hold. */
export const scopesFor = (kind: `${OrganizationKind}`): string[] => scopesOf(roles[kind]);

/** Reads the scopes of a client of such an organisation. @throws Refusal SCOPE_UNKNOWN, SCOPE_NOT_ALLOWED */
export const readScopes = (kind: OrganizationKind, wanted: readonly string[]): string[] => {
  const allowed = scopesFor(kind);
  for (const scope of wanted) {
    if (!known.some(({ name }) => name === scope)) throw refusals.scopeUnknown(scope.slice(0, 100));
    if (!allowed.includes(scope)) throw refusals.scopeNotAllowed(scope, allowed);
  }
  return [...new Set(wanted)].sort();
};
