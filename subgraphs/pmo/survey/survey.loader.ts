import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey } from '../../kit/page.ts';
import { VaultError } from '../../kit/vault/vault.error.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { answersPlace, unpackAnswers } from './survey.record.ts';
import type { Answer } from './survey.ts';
import type { SurveySubmissionType } from './survey.type.ts';

const columns = `id, participant_id as "participantId", survey_code as "surveyCode", wave_number as "waveNumber", instalment,
  submitted_at as "submittedAt"`;

const PAGE = {
  name: 'surveys-by-participant',
  text: `select page.* from unnest($1::uuid[]) as person (id) cross join lateral (
      select ${columns} from survey_submission
      where participant_id = person.id and survey_submission.id < $2::uuid order by survey_submission.id desc limit $3
    ) page`,
};

const ONE = { name: 'survey-by-id', text: `select ${columns} from survey_submission where id = $1` };

const SEALED = {
  name: 'survey-answers',
  text: `select id, participant_id as "participantId", sealed from survey_submission
    where id = any($1::uuid[]) and sealed is not null`,
};

/** Newest first, which is the order of the ids: one statement for all participants of a page. */
export const surveysByParticipant = (database: Database) =>
  pagesByParent<IdKey, SurveySubmissionType>(
    (people, page) => database.rows<SurveySubmissionType>(PAGE, [people, below(page), page.first + 1]),
    ({ participantId }) => participantId,
  );

export const readSubmission = async (database: Database, id: string): Promise<SurveySubmissionType | null> =>
  (await database.rows<SurveySubmissionType>(ONE, [id]))[0] ?? null;

interface SealedRow {
  id: string;
  participantId: string;
  sealed: Buffer;
}

/** Answers of many submissions, for who may read them: two statements. Null where the person was erased. */
export const answersOf = ({ database, vault }: { database: Database; vault: Vault }) =>
  new DataLoader<string, Answer[] | null>(async (ids) => {
    const rows = await database.rows<SealedRow>(SEALED, [ids]);
    const sealed = rows.map((row) => ({ ...answersPlace(row), kind: 'answers' as const, sealed: row.sealed }));
    const opened = await vault.open(database, sealed);
    const found = new Map(rows.map(({ id }, at) => [id, opened[at] ?? null]));
    return ids.map((id) => {
      const value = found.get(id) ?? null;
      return value instanceof VaultError ? value : value && unpackAnswers(value);
    });
  });

export const surveyLoaders = (services: { database: Database; vault: Vault }) => ({
  surveys: surveysByParticipant(services.database),
  surveyAnswers: answersOf(services),
});

export type SurveyLoaders = ReturnType<typeof surveyLoaders>;
