import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, listOf, requiresScopes } from '../../kit/directives.ts';
import { forbidden, unauthenticated } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import type { Language } from '../../kit/language.ts';
import { orRefusal } from '../../kit/or-refusal.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import type { WaveLoaders } from '../wave/wave.loaders.ts';
import { WaveType } from '../wave/wave.type.ts';
import type { SurveyLoaders } from './survey.loader.ts';
import { readSubmission } from './survey.loader.ts';
import { mayReadAnswers } from './survey.policy.ts';
import type { SurveyService } from './survey.service.ts';
import { surveys as all, openSurveys } from './survey.service.ts';
import type { Survey } from './survey.ts';
import {
  SubmitSurveyInput,
  SubmitSurveyPayload,
  SurveyAnswerType,
  type SurveyQuestionKind,
  SurveySubmissionConnection,
  SurveySubmissionType,
  SurveyType,
} from './survey.type.ts';

interface Slice extends RequestContext {
  submissions: SurveyService;
  loaders: SurveyLoaders & WaveLoaders;
}

const WRITE_COST = 10;

const inLanguage =
  (language: Language) =>
  ({ code, title, paidUnder, questions }: Survey): SurveyType => ({
    ...{ code, title: title[language], paidUnder: [...paidUnder] },
    questions: questions.map(({ id, kind, text, isOptional = false, choices = [], least = null, most = null }) => ({
      ...{ id, kind: kind as SurveyQuestionKind, text: text[language], isRequired: !isOptional, least, most },
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
    if (!caller.id) throw unauthenticated();
    if (!caller.can('self')) throw forbidden({ scopes: ['self'] });
    return isUuid(caller.id) ? (await openSurveys(database, caller.id)).map(inLanguage(language)) : [];
  }

  @Directive(cost(WRITE_COST))
  @Mutation(() => SubmitSurveyPayload, {
    description:
      "Takes a filled-in survey of a recipient, once, and claims the next survey instalment of the award, which becomes due in `payments`. Takes the scope `self`. Refusals: FORBIDDEN, SURVEY_UNKNOWN, AWARD_REQUIRED, SURVEY_NOT_OPEN, SURVEY_ALREADY_SUBMITTED, SURVEY_INSTALMENTS_USED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, and for wrong answers QUESTION_UNKNOWN, QUESTION_REPEATED, ANSWER_MISSING, ANSWER_KIND_WRONG, CHOICE_UNKNOWN, CHOICE_REPEATED, CHOICES_OUT_OF_RANGE, NUMBER_OUT_OF_RANGE, TEXT_EMPTY, TEXT_TOO_LONG, TEXT_MALFORMED; the path ends with the answer's place in the list, or with the id of a question that has none.",
  })
  async submitSurvey(
    @Arg('input', () => SubmitSurveyInput, { description: 'The survey and the answers.' }) input: SubmitSurveyInput,
    @Arg('idempotencyKey', () => String, {
      description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
    })
    key: string,
    @Ctx() { em, database, submissions, caller, requestId, language }: Slice,
  ): Promise<SubmitSurveyPayload> {
    return orRefusal('submission', language, async () =>
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
    if (!mayReadAnswers(caller, participantId)) throw forbidden({ or: 'participant' });
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
    if (!isSelfOr(caller, id, 'participant:read')) {
      throw caller.id ? forbidden({ scopes: ['participant:read'], or: 'participant' }) : unauthenticated();
    }
    const page = readPage(args, idKey);
    return toConnection(await loaders.surveys.load({ parent: id, page }), page, (row) => [row.id]);
  }
}
