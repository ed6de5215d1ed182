import { Secret } from '../../kit/vault/secret.ts';
import type { Place } from '../../kit/vault/vault.ts';
import type { Answer } from './survey.ts';

interface Submitted {
  id: string;
  participantId: string;
}

/** Where the sealed answers of a submission lie. */
export const answersPlace = ({ id, participantId }: Submitted): Place => ({
  subjectId: participantId,
  table: 'survey_submission',
  column: 'sealed',
  rowId: id,
});

/** The answers as the one text that is sealed. */
export const packAnswers = (answers: readonly Answer[]): Secret<'answers'> =>
  new Secret('answers', JSON.stringify(answers));

export const unpackAnswers = (packed: Secret<'answers'>): Answer[] => JSON.parse(packed.reveal()) as Answer[];
