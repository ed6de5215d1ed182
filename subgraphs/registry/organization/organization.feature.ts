import { run } from '../../kit/database.ts';
import { defineFeature, when } from '../../kit/feature.ts';
import { queriesOver } from '../../kit/query.ts';
import { OrganizationNames } from './010-organization-names.migration.ts';
import { KnownOrganizationEntity } from './organization.entity.ts';
import { organizationRegistered } from './organization.events.ts';

const query = queriesOver(KnownOrganizationEntity);

const KEEP = query<{ id: string; name: string; kind: string }>()('organization-keep', (db, { id, name, kind }) =>
  db
    .insertInto('known_organization')
    .values({ id, name, kind })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, kind })),
);

/** Names of the organisations that the programme office tells of. */
export const organization = defineFeature({
  name: 'organization',
  entities: [KnownOrganizationEntity],
  consumes: [
    when(organizationRegistered, () => async (em, { organization: id, name, kind }) => {
      await run(em, KEEP, { id, name, kind });
    }),
  ],
  migrations: [{ name: '010-organization-names', class: OrganizationNames }],
});
