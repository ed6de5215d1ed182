import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { VaultError } from '../../kit/vault/vault.error.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { SurveySubmissionEntity } from './survey.entity.ts';
import { answersPlace, unpackAnswers } from './survey.record.ts';
import type { Answer } from './survey.ts';
import type { SurveySubmissionType } from './survey.type.ts';

const query = queriesOver(SurveySubmissionEntity);

const submissions = (db: Kysely<Schema<typeof SurveySubmissionEntity>>) =>
  db
    .selectFrom('survey_submission')
    .select(['id', 'participantId', 'surveyCode', 'waveNumber', 'instalment', 'submittedAt']);

const PAGE = query<PageValues>()('surveys-by-participant', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'survey_submission.id',
    of: (participant) => submissions(db).where('participantId', '=', participant),
  }),
);

const ONE = query<{ id: string }>()('survey-by-id', (db, values) => submissions(db).where('id', '=', values.id));

const SEALED = query<{ ids: readonly string[] }>()('survey-answers', (db, values) =>
  db
    .selectFrom('survey_submission')
    .select(['id', 'participantId', 'sealed'])
    .where(isOneOf('id', values.ids, 'uuid'))
    .where('sealed', 'is not', null)
    .$narrowType<{ sealed: Buffer }>(),
);

/** Loads pages of surveys, newest first, which is the order of the ids: one statement for all participants of a page. */
const surveysByParticipant = (database: Database) =>
  pagesByParent<IdKey, SurveySubmissionType>(
    (parents, page) => database.read(PAGE, { parents, before: below(page), rows: page.first + 1 }),
    ({ participantId }) => participantId,
  );

/** Returns one submission. */
export const readSubmission = async (database: Database, id: string): Promise<SurveySubmissionType | null> =>
  (await database.read(ONE, { id }))[0] ?? null;

/** Loads the answers of many submissions, for who may read them: two statements. Null where the person was erased. */
const answersOf = ({ database, vault }: { database: Database; vault: Vault }) =>
  new DataLoader<string, Answer[] | null>(async (ids) => {
    const rows = await database.read(SEALED, { ids });
    const sealed = rows.map((row) => ({ ...answersPlace(row), kind: 'answers' as const, sealed: row.sealed }));
    const opened = await vault.open(database, sealed);
    const found = new Map(rows.map(({ id }, index) => [id, opened[index] ?? null]));
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
