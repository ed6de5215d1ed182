import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { OrganizationProfileEntity } from './organization.entity.ts';

const query = queriesOver(OrganizationProfileEntity);

const BY_ORGANIZATION = query<{ ids: readonly string[] }>()('organization-profile-by-organization', (db, values) =>
  db
    .selectFrom('organization_profile')
    .select(['organizationId', 'taxNumber', 'legalForm', 'established', 'accreditation', 'provinces'])
    .select(['version', 'updatedAt'])
    .where(isOneOf('organizationId', values.ids, 'uuid')),
);

const profileByOrganization = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ORGANIZATION, { ids: ids.filter(isUuid) }),
    ({ organizationId }) => organizationId,
  );

export const profileLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  organizationProfile: profileByOrganization(database),
});

export type ProfileLoaders = ReturnType<typeof profileLoaders>;
