import { type Role, scopesOf } from '../../kit/scopes.ts';

export enum OrganizationKind {
  PLATFORM = 'PLATFORM',
  INSTITUTION = 'INSTITUTION',
  PAYMENT_PARTNER = 'PAYMENT_PARTNER',
  JOB_PORTAL = 'JOB_PORTAL',
  BANK = 'BANK',
  PMO_UNIT = 'PMO_UNIT',
}

/** A bank's scopes come with its own subgraph: until then its clients read what is public. */
const roles: Record<OrganizationKind, Role | null> = {
  PLATFORM: 'platform',
  INSTITUTION: 'institution',
  PAYMENT_PARTNER: 'wallet',
  JOB_PORTAL: 'portal',
  BANK: null,
  PMO_UNIT: 'treasury',
};

/** Names of the scopes that the clients of such an organisation may hold. */
export const scopesFor = (kind: `${OrganizationKind}`): string[] => {
  const role = roles[kind];
  return role === null ? [] : scopesOf(role);
};
