import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { Organizations } from './004-organizations.migration.ts';
import { ClientSuspension } from './011-client-suspension.migration.ts';
import { Assessors } from './026-assessors.migration.ts';
import { OrganizationsTold } from './027-organizations-told.migration.ts';
import { Allowances } from './090-allowances.migration.ts';
import { setOrganizationAllowance } from './allowance.mutations.ts';
import { AllowanceResolver } from './allowance.resolver.ts';
import { AllowanceService } from './allowance.service.ts';
import { registerClient, resumeClient, rotateClientKey, suspendClient } from './client.mutations.ts';
import { ClientResolver } from './client.resolver.ts';
import { ClientService } from './client.service.ts';
import { AllowanceEntity, ClientEntity, ClientKeyEntity, OrganizationEntity } from './organization.entity.ts';
import {
  clientRegistered,
  clientResumed,
  clientRotated,
  clientSuspended,
  organizationRegistered,
  organizationResumed,
  organizationSuspended,
} from './organization.events.ts';
import { organizationLoaders } from './organization.loader.ts';
import { registerOrganization, resumeOrganization, suspendOrganization } from './organization.mutations.ts';
import { OrganizationResolver, readOrganization } from './organization.resolver.ts';
import { OrganizationService } from './organization.service.ts';
import { tellOrganizations } from './organization.telling.service.ts';

export const organization = defineFeature({
  name: 'organization',
  entities: [OrganizationEntity, AllowanceEntity, ClientEntity, ClientKeyEntity],
  resolvers: [OrganizationResolver, AllowanceResolver, ClientResolver],
  mutations: [
    registerOrganization,
    suspendOrganization,
    resumeOrganization,
    registerClient,
    rotateClientKey,
    suspendClient,
    resumeClient,
    setOrganizationAllowance,
  ],
  references: { Organization: readOrganization },
  services: ({ outbox, now }: Kit) => ({
    organizations: new OrganizationService({ outbox, now }),
    clients: new ClientService({ outbox, now }),
    allowances: new AllowanceService({ now }),
  }),
  loaders: organizationLoaders,
  work: (kit: Kit) => [
    periodic(() => tellOrganizations(kit), {
      log: kit.log,
      everyMs: 1_000,
      failure: 'organisations that joined were not told of',
    }),
  ],
  publishes: [
    clientRegistered,
    clientRotated,
    clientSuspended,
    clientResumed,
    organizationRegistered,
    organizationSuspended,
    organizationResumed,
  ],
  migrations: [
    { name: '004-organizations', class: Organizations },
    { name: '011-client-suspension', class: ClientSuspension },
    { name: '026-assessors', class: Assessors },
    { name: '027-organizations-told', class: OrganizationsTold },
    { name: '090-allowances', class: Allowances },
  ],
});
