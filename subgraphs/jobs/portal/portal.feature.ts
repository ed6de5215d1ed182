import { defineFeature, when } from '../../kit/feature.ts';
import { Portals } from './010-portals.migration.ts';
import { PortalEntity, PortalProblemEntity } from './portal.entity.ts';
import { organizationRegistered, organizationResumed, organizationSuspended } from './portal.events.ts';
import { portalLoaders } from './portal.loader.ts';
import { findPortal, PortalResolver } from './portal.resolver.ts';
import { register, resume, suspend } from './portal.service.ts';

/** Organisations that the programme office tells of, as job portals. */
export const portal = defineFeature({
  name: 'portal',
  entities: [PortalEntity, PortalProblemEntity],
  resolvers: [PortalResolver],
  references: { Portal: findPortal },
  loaders: portalLoaders,
  consumes: [
    when(organizationRegistered, () => register),
    when(organizationSuspended, () => suspend),
    when(organizationResumed, () => resume),
  ],
  migrations: [{ name: '010-portals', class: Portals }],
});
