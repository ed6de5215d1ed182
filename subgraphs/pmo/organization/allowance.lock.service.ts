import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { isUuid } from '../../kit/ids.ts';
import { AllowanceEntity, OrganizationEntity } from './organization.entity.ts';
import type { OrganizationKind } from './organization.kind.ts';
import type { OrganizationStatus } from './organization.status.ts';

/** An organisation, and what its own people may do by themselves. */
export interface Allowance {
  organizationId: string;
  kind: OrganizationKind;
  status: OrganizationStatus;
  scopes: readonly string[];
  mostClients: number;
  mostDevelopers: number;
}

/** Locks the organisation, so that what is counted for it comes one after the other; undefined where there is none. */
export const lockAllowance = async (tx: EntityManager, organizationId: string): Promise<Allowance | undefined> => {
  if (!isUuid(organizationId)) return undefined;
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const organization = await tx.findOne(OrganizationEntity, organizationId, { lockMode });
  if (!organization) return undefined;
  const { kind, status } = organization;
  const found = await tx.findOne(AllowanceEntity, organizationId);
  const { scopes = [], mostClients = 0, mostDevelopers = 0 } = found ?? {};
  return { organizationId, kind, status, scopes, mostClients, mostDevelopers };
};
