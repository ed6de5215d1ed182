import { Secret } from '../../kit/vault/secret.ts';
import type { Place } from '../../kit/vault/vault.ts';
import type { Answer } from './survey.ts';

interface SubmissionKey {
  id: string;
  participantId: string;
}

/** Returns the place of a submission’s sealed answers. */
export const answersPlace = ({ id, participantId }: SubmissionKey): Place => ({
  subjectId: participantId,
  table: 'survey_submission',
  column: 'sealed',
  rowId: id,
});

/** The answers as the one text that is sealed. */
export const packAnswers = (answers: readonly Answer[]): Secret<'answers'> =>
  new Secret('answers', JSON.stringify(answers));

export const unpackAnswers = (packed: Secret<'answers'>): Answer[] => JSON.parse(packed.reveal()) as Answer[];
