import { defineEntity, p } from '@mikro-orm/core';
import type { SkillLevel } from '../skill/index.ts';
import type { Flag } from './vacancy.flag.ts';
import type { EmploymentType, WorkAccessibility } from './vacancy.kind.ts';
import type { VacancyStatus } from './vacancy.status.ts';

export const VacancyEntity = defineEntity({
  name: 'Vacancy',
  tableName: 'vacancy',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    portalId: p.uuid(),
    /** The portal's own, by which it is recognised. */
    reference: p.text(),
    employerId: p.uuid(),
    title: p.text(),
    description: p.text(),
    /** Unit group of ISCO-08; null for vacancies from before it was asked for. */
    occupation: p.text().strictNullable(),
    employmentType: p.text().$type<EmploymentType>().default('FULL_TIME'),
    /** Regency or city; null only for remote work. */
    regionCode: p.text().strictNullable(),
    isRemote: p.boolean().default(false),
    monthlySalaryFrom: p.bigint('bigint').strictNullable(),
    monthlySalaryTo: p.bigint('bigint').strictNullable(),
    accessibility: p.array<WorkAccessibility>().defaultRaw(`'{}'`),
    openings: p.integer().default(1),
    /** Last day in Jakarta on which it is open. */
    openUntil: p.date(),
    /** Address at which one applies; null in the graph. */
    applyUrl: p.text().strictNullable(),
    status: p.text().$type<VacancyStatus>(),
    isOpen: p.boolean().generated(`(status = 'OPEN' and held_at is null) stored`),
    /** Null for a draft. */
    postedAt: p.datetime().strictNullable(),
    /** Number of the content; other content has the next one. */
    version: p.integer().default(1),
    /** SHA-256; null for vacancies from before. */
    contentHash: p.blob().strictNullable(),
    /** When the portal said so: what it wrote earlier changes nothing. */
    writtenAt: p.datetime(),
    /** Since when moderation holds it back. */
    heldAt: p.datetime().strictNullable(),
    /** When an officer decided that it stays held; other content waits for a decision then. */
    rejectedAt: p.datetime().strictNullable(),
    /** What moderation found in its content. */
    flags: p.json().$type<Flag[]>().defaultRaw(`'[]'`),
    /** What an officer has cleared, as `KIND:words`. */
    clearedFlags: p.array<string>().defaultRaw(`'{}'`),
    isSynthetic: p.boolean().default(false),
  },
});

/** A skill that a vacancy asks for. */
export const VacancySkillEntity = defineEntity({
  name: 'VacancySkill',
  tableName: 'vacancy_skill',
  primaryKeys: ['vacancyId', 'skillCode'],
  properties: {
    vacancyId: p.uuid().primary(),
    skillCode: p.text().primary(),
    /** Whether the vacancy is open, kept true by the foreign key: matching by skill reads open vacancies only. */
    isOpen: p.boolean(),
    /** The vacancy's portal, kept true by the foreign key. */
    portalId: p.uuid(),
    /** How well it is to be mastered. */
    level: p.text().$type<SkillLevel>().default('BASIC'),
    /** How much it matters: 1 to 5. */
    weight: p.smallint().default(3),
  },
});
