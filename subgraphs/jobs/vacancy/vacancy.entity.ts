import { defineEntity, p } from '@mikro-orm/core';
import type { VacancyStatus } from './vacancy.status.ts';

export const VacancyEntity = defineEntity({
  name: 'Vacancy',
  tableName: 'vacancy',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    employerId: p.uuid(),
    title: p.text(),
    description: p.text(),
    regionCode: p.text(),
    monthlySalaryFrom: p.bigint('bigint').strictNullable(),
    monthlySalaryTo: p.bigint('bigint').strictNullable(),
    status: p.text().$type<VacancyStatus>(),
    isOpen: p.boolean().generated(`(status = 'OPEN') stored`),
    /** Null for a draft. */
    postedAt: p.datetime().strictNullable(),
    portal: p.text(),
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
  },
});
