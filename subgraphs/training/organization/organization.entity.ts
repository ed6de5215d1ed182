import { defineEntity, p } from '@mikro-orm/core';
import type { LegalForm } from './legal-form.ts';

/** An organisation of the graph, as the programme office tells of it. */
export const OrganizationEntity = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  properties: {
    id: p.uuid().primary(),
    /** Null until its registration was told. */
    kind: p.text().strictNullable(),
    name: p.text().strictNullable(),
    isSuspended: p.boolean().default(false),
    /** Version of the organisation from which `isSuspended` is; 0 when no change was told. */
    version: p.integer().default(0),
  },
});

/** What a platform or an institution states of itself. */
export const OrganizationProfileEntity = defineEntity({
  name: 'OrganizationProfile',
  tableName: 'organization_profile',
  properties: {
    organizationId: p.uuid().primary(),
    /** NPWP of 16 digits. */
    taxNumber: p.text(),
    legalForm: p.text().$type<LegalForm>(),
    established: p.date(),
    accreditation: p.text().strictNullable(),
    /** Codes of the provinces that it serves, in order. */
    provinces: p.array<string>(),
    version: p.integer().default(1),
    updatedAt: p.datetime(),
  },
});
