import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { Publishers } from '../ownership/index.ts';
import type { JudgeService } from '../revision/index.ts';
import { Grants } from './003-grants.migration.ts';
import { GrantTerms } from './008-grant-terms.migration.ts';
import { TermsOfFields } from './063-terms-of-fields.migration.ts';
import { GrantEntity } from './grant.entity.ts';
import { grantLoaders } from './grant.loader.ts';
import { decideGrant, requestGrant, revokeGrant } from './grant.mutations.ts';
import { GrantResolver } from './grant.resolver.ts';
import { GrantService } from './grant.service.ts';

export const grant = defineFeature({
  name: 'grant',
  entities: [GrantEntity],
  resolvers: [GrantResolver],
  mutations: [requestGrant, decideGrant, revokeGrant],
  services: ({ acting, judge, now }: Kit & { acting: Publishers; judge: JudgeService }) => ({
    grants: new GrantService({ acting, judge, now }),
  }),
  loaders: grantLoaders,
  migrations: [
    { name: '003-grants', class: Grants },
    { name: '008-grant-terms', class: GrantTerms },
    { name: '063-terms-of-fields', class: TermsOfFields },
  ],
});
