import { defineEntity, p } from '@mikro-orm/core';
import type { AlumniPurpose } from './alumnus.purpose.ts';

/** A day's list of who can be found. */
export const AlumniRosterEntity = defineEntity({
  name: 'AlumniRoster',
  tableName: 'alumni_roster',
  properties: { id: p.bigint('bigint').primary(), day: p.date(), madeAt: p.datetime() },
});

/** Holders of a skill in a province, by the numbers of their profiles. The table has no key, since `portalId` may be null. */
export const AlumniCellEntity = defineEntity({
  name: 'AlumniCell',
  tableName: 'alumni_cell',
  primaryKeys: ['rosterId', 'provinceCode', 'skillCode'],
  properties: {
    rosterId: p.bigint('bigint').primary(),
    provinceCode: p.text().primary(),
    skillCode: p.text().primary(),
    /** Null for those who let all portals find them. */
    portalId: p.uuid().strictNullable(),
    members: p.array().columnType('int[]').$type<number[]>(),
    people: p.integer().generated('(cardinality(members)) stored'),
  },
});

/** What the sizes from which groups are shown are drawn from. */
export const AlumniEdgeEntity = defineEntity({
  name: 'AlumniEdge',
  tableName: 'alumni_edge',
  properties: {
    isOnly: p.boolean().primary().default(true),
    salt: p.text().defaultRaw('((gen_random_uuid())::text || (gen_random_uuid())::text)'),
  },
});

/** What a portal has used of a day's quota. */
export const AlumniQuotaEntity = defineEntity({
  name: 'AlumniQuota',
  tableName: 'alumni_quota',
  primaryKeys: ['portalId', 'day'],
  properties: {
    portalId: p.uuid().primary(),
    day: p.date().primary(),
    used: p.integer().default(0),
    canaries: p.integer().default(0),
  },
});

/** One search of a portal on a day, whose sample is kept. */
export const AlumniSearchEntity = defineEntity({
  name: 'AlumniSearch',
  tableName: 'alumni_search',
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    portalId: p.uuid(),
    day: p.date(),
    rosterId: p.bigint('bigint'),
    provinceCode: p.text(),
    skills: p.array<string>(),
    /** How many hold the skills, rounded; 0 below ten. */
    total: p.integer(),
    tag: p.bigint('bigint'),
    /** The sample, place by place: numbers of profiles; 0 fills it up, -1 is a canary. */
    numbers: p.array().columnType('int[]').$type<number[]>(),
    tickets: p.array().columnType('bigint[]').$type<bigint[]>(),
  },
});

/** A person whom a page showed to a portal. */
export const AlumniDisclosureEntity = defineEntity({
  name: 'AlumniDisclosure',
  tableName: 'alumni_disclosure',
  primaryKeys: ['participantId', 'id'],
  properties: {
    participantId: p.uuid().primary(),
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    at: p.datetime(),
    portalId: p.uuid(),
    purpose: p.text().$type<AlumniPurpose>(),
    skills: p.array<string>(),
    provinceCode: p.text(),
    requestId: p.text(),
  },
});
