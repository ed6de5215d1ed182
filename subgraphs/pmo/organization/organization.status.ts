import { transitionsOf } from '../../kit/status.ts';

export enum OrganizationStatus {
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
}

const table = { ACTIVE: ['SUSPENDED'], SUSPENDED: ['ACTIVE'] } as const;

export const transition = transitionsOf<OrganizationStatus>('organization', table);
export const clientTransition = transitionsOf<OrganizationStatus>('client', table);
