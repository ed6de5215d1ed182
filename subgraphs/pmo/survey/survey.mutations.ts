import { declareMutation } from '../../kit/mutation.ts';
import { refusals as personRefusals } from '../participant/index.ts';
import { answerFaults, refusals, wrongAnswer } from './survey.refusal.ts';
import { SurveySubmissionType } from './survey.type.ts';

export const submitSurvey = declareMutation({
  name: 'submitSurvey',
  does: 'Takes a filled-in survey of a recipient, once, and claims the next survey instalment of the award, which becomes due in `payments`. The path of a wrong answer ends with its place in the list, or with the id of a question that has none.',
  takes: 'the scope `self`',
  refusals: [
    personRefusals.forbidden(),
    refusals.surveyUnknown(),
    refusals.awardRequired(),
    refusals.notOpen('2023'),
    refusals.submitted(),
    refusals.instalmentsUsed(2),
    ...answerFaults.map((fault) => wrongAnswer(fault, 0)),
  ],
  isKeyed: true,
  weight: 10,
  payload: {
    description: 'The submission, or why there is none.',
    field: 'submission',
    type: () => SurveySubmissionType,
    fieldDescription: 'The submission; its instalment becomes due.',
    scopes: ['self', 'participant:read'],
  },
});
