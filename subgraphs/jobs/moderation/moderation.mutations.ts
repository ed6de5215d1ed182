import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './moderation.refusal.ts';
import { VacancyDecisionType, VacancyReportType } from './moderation.type.ts';
import { A_DAY, HOLDING } from './report.service.ts';

export const reportVacancy = declareMutation<VacancyReportType>({
  name: 'reportVacancy',
  does: `Reports an open vacancy: once a vacancy, and ${A_DAY} in a day. Reports of ${HOLDING} people hold it back until an officer decides.`,
  takes: 'the scope `self`',
  refusals: [
    refusals.mayNotReport(),
    refusals.reportText(),
    refusals.vacancyNotShown(),
    refusals.reported(),
    refusals.tooManyReports(A_DAY),
  ],
  weight: 10,
  payload: {
    description: 'The report, or why there is none.',
    field: 'report',
    type: () => VacancyReportType,
    fieldDescription: 'The report. Neither portal nor employer learns whose it is.',
  },
});

export const decideVacancy = declareMutation<VacancyDecisionType>({
  name: 'decideVacancy',
  does: 'Decides about a vacancy that moderation holds back: shown again, or rejected, after which other content of it waits for a decision too.',
  takes: 'the scope `vacancy:moderate`',
  refusals: [refusals.mayNotDecide(), refusals.reason(), refusals.notWaiting(), refusals.otherVersion(2)],
  weight: 10,
  payload: {
    description: 'The decision, or why there is none.',
    field: 'decision',
    type: () => VacancyDecisionType,
    fieldDescription: 'The decision, with the reason that the portal reads.',
  },
});
