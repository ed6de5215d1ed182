import { defineEntity, p } from '@mikro-orm/core';
import type { Flag } from '../vacancy/index.ts';
import type { ReportReason } from './report.reason.ts';

/** A job seeker's report of a vacancy. */
export const VacancyReportEntity = defineEntity({
  name: 'VacancyReport',
  tableName: 'vacancy_report',
  primaryKeys: ['participantId', 'vacancyId'],
  properties: {
    participantId: p.uuid().primary(),
    vacancyId: p.uuid().primary(),
    id: p.uuid(),
    reason: p.text().$type<ReportReason>(),
    text: p.text().strictNullable(),
    reportedAt: p.datetime(),
    /** When an officer decided about the vacancy: it counts no more. */
    decidedAt: p.datetime().strictNullable(),
  },
});

/** An officer's decision about a vacancy that was held back. */
export const VacancyDecisionEntity = defineEntity({
  name: 'VacancyDecision',
  tableName: 'vacancy_decision',
  properties: {
    id: p.uuid().primary(),
    vacancyId: p.uuid(),
    /** Number of the content that was decided about. */
    version: p.integer(),
    isApproved: p.boolean(),
    reason: p.text().strictNullable(),
    /** What had held it. */
    flags: p.json().$type<Flag[]>(),
    decidedBy: p.text(),
    decidedAt: p.datetime(),
  },
});
