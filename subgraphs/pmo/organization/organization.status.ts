import { transitionsOf } from '../../kit/status.ts';

export enum OrganizationStatus {
  ACTIVE = 'ACTIVE',
  SUSPENDED = 'SUSPENDED',
}

export const transition = transitionsOf<OrganizationStatus>('organization', {
  ACTIVE: ['SUSPENDED'],
  SUSPENDED: ['ACTIVE'],
});
