export { type Allowance, lockAllowance } from './allowance.lock.service.ts';
export { OrganizationKind, readScopes, scopesFor } from './organization.kind.ts';
export { refusals as organizationRefusals } from './organization.refusal.ts';
export { OrganizationStatus } from './organization.status.ts';
