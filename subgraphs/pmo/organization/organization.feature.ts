import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Organizations } from './004-organizations.migration.ts';
import { ClientSuspension } from './011-client-suspension.migration.ts';
import { registerClient, resumeClient, rotateClientKey, suspendClient } from './client.mutations.ts';
import { ClientResolver } from './client.resolver.ts';
import { ClientService } from './client.service.ts';
import { ClientEntity, ClientKeyEntity, OrganizationEntity } from './organization.entity.ts';
import {
  clientRegistered,
  clientResumed,
  clientRotated,
  clientSuspended,
  organizationResumed,
  organizationSuspended,
} from './organization.events.ts';
import { organizationLoaders } from './organization.loader.ts';
import { registerOrganization, resumeOrganization, suspendOrganization } from './organization.mutations.ts';
import { OrganizationResolver, readOrganization } from './organization.resolver.ts';
import { OrganizationService } from './organization.service.ts';

export const organization = defineFeature({
  name: 'organization',
  entities: [OrganizationEntity, ClientEntity, ClientKeyEntity],
  resolvers: [OrganizationResolver, ClientResolver],
  mutations: [
    registerOrganization,
    suspendOrganization,
    resumeOrganization,
    registerClient,
    rotateClientKey,
    suspendClient,
    resumeClient,
  ],
  references: { Organization: readOrganization },
  services: ({ outbox, now }: Kit) => ({
    organizations: new OrganizationService({ outbox, now }),
    clients: new ClientService({ outbox, now }),
  }),
  loaders: organizationLoaders,
  publishes: [
    clientRegistered,
    clientRotated,
    clientSuspended,
    clientResumed,
    organizationSuspended,
    organizationResumed,
  ],
  migrations: [
    { name: '004-organizations', class: Organizations },
    { name: '011-client-suspension', class: ClientSuspension },
  ],
});
