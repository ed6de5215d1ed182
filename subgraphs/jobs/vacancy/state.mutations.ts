import type { ClassType } from 'type-graphql';
import { declareMutation } from '../../kit/mutation.ts';
import { stateRefusals } from './state.refusal.ts';
import { refusals } from './upsert.refusal.ts';
import { transition, VacancyStatus } from './vacancy.status.ts';
import { VacancyType } from './vacancy.type.ts';

const common = [
  refusals.forbidden(),
  refusals.portalSuspended(),
  stateRefusals.vacancyUnknown(),
  transition.refusal(VacancyStatus.FILLED, VacancyStatus.OPEN),
];

const move = (name: string, does: string, others: typeof common = []) =>
  declareMutation<VacancyType>({
    name,
    does: `${does} The same again changes nothing.`,
    takes: "the scope `vacancy:publish` and the token of the vacancy's portal",
    refusals: [...common, ...others],
    weight: 10,
    payload: {
      description: 'The vacancy, or why it was not moved.',
      field: 'vacancy',
      type: () => VacancyType as ClassType<VacancyType>,
      fieldDescription: 'The vacancy in its new state.',
    },
  });

export const pauseVacancy = move('pauseVacancy', 'Takes no applications for a vacancy until `resumeVacancy`.');
export const resumeVacancy = move('resumeVacancy', 'Opens a paused vacancy again.', [stateRefusals.vacancyOver()]);
export const closeVacancy = move(
  'closeVacancy',
  'Ends a vacancy: FILLED, for good, or CLOSED, until you send it anew.',
);
