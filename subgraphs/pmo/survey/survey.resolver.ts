import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { demandScope, demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import type { Language } from '../../kit/language.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import type { WaveLoaders } from '../wave/wave.loaders.ts';
import { WaveType } from '../wave/wave.type.ts';
import type { SurveyLoaders } from './survey.loader.ts';
import { readSubmission } from './survey.loader.ts';
import { submitSurvey } from './survey.mutations.ts';
import type { SurveyService } from './survey.service.ts';
import { openSurveys } from './survey.service.ts';
import type { Survey } from './survey.ts';
import {
  SubmitSurveyInput,
  SurveyAnswerType,
  type SurveyQuestionKind,
  SurveySubmissionConnection,
  SurveySubmissionType,
  SurveyType,
} from './survey.type.ts';
import { surveys as all } from './surveys.data.ts';

interface Slice extends RequestContext {
  submissions: SurveyService;
  loaders: SurveyLoaders & WaveLoaders;
}

const inLanguage =
  (language: Language) =>
  ({ code, title, paidUnder, questions }: Survey): SurveyType => ({
    code,
    title: title[language],
    paidUnder: [...paidUnder],
    questions: questions.map(({ id, kind, text, isOptional = false, choices = [], least = null, most = null }) => ({
      id,
      kind: kind as SurveyQuestionKind,
      text: text[language],
      isRequired: !isOptional,
      least,
      most,
      choices: choices.map((choice) => ({ id: choice.id, text: choice.text[language] })),
    })),
  });

@Resolver(() => SurveySubmissionType)
export class SurveyResolver {
  @Directive(listOf(5))
  @Query(() => [SurveyType], {
    description: 'The surveys of the programme; with `openToMe` those that the caller can fill in now.',
  })
  async surveys(
    @Arg('openToMe', () => Boolean, {
      defaultValue: false,
      description:
        'Only those that the person whose token this is may fill in and is paid for. Takes the scope `self`.',
    })
    openToMe: boolean,
    @Ctx() { caller, database, language }: Slice,
  ): Promise<SurveyType[]> {
    if (!openToMe) return all.map(inLanguage(language));
    demandScope(caller, 'self');
    return caller.id && isUuid(caller.id) ? (await openSurveys(database, caller.id)).map(inLanguage(language)) : [];
  }

  @Declared(submitSurvey)
  async submitSurvey(
    @Arg('input', () => SubmitSurveyInput, { description: 'The survey and the answers.' }) input: SubmitSurveyInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, database, submissions, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(submitSurvey, language, async () =>
      readSubmission(database, await submissions.submit(em(), input, { caller, requestId, key })),
    );
  }

  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => SurveyType, { description: 'The survey.' })
  survey(@Root() { surveyCode }: SurveySubmissionType, @Ctx() { language }: Slice): SurveyType {
    return inLanguage(language)(all.find(({ code }) => code === surveyCode) as Survey);
  }

  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => WaveType, { description: 'The wave of the award.' })
  async wave(@Root() { waveNumber }: SurveySubmissionType, @Ctx() { loaders }: Slice): Promise<WaveType> {
    return (await loaders.wave.load(waveNumber)) as WaveType;
  }

  @Directive(requiresScopes('self'))
  @Directive(listOf(5))
  @FieldResolver(() => [SurveyAnswerType], {
    nullable: true,
    description: 'What was answered: for the person alone. Null once the person was erased.',
  })
  async answers(
    @Root() { id, participantId }: SurveySubmissionType,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<SurveyAnswerType[] | null> {
    // What somebody answered is shown to that person alone.
    demandSelfOr(caller, participantId);
    return loaders.surveyAnswers.load(id);
  }
}

@Resolver(() => ParticipantType)
export class ParticipantSurveysResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => SurveySubmissionConnection, { description: 'Surveys that the person filled in, newest first.' })
  async surveys(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<SurveySubmissionType>> {
    demandSelfOr(caller, id, 'participant:read');
    const page = readPage(args, idKey);
    return toConnection(await loaders.surveys.load({ parent: id, page }), page, (row) => [row.id]);
  }
}
