import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import type { Language } from '../../kit/language.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { DateScalar } from '../../kit/scalars.ts';
import { disclose } from '../participant/disclosure.loader.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { nikFault, readDay } from '../profile/index.ts';
import type { PolicyLoaders, StoredDecision } from './eligibility.loader.ts';
import {
  EligibilityDecisionType,
  EligibilityInput,
  StoredDecisionConnection,
  type StoredDecisionType,
} from './eligibility.type.ts';
import { type Decision, evaluate, type Reason } from './evaluate.ts';
import type { PolicyService } from './policy.service.ts';
import { factsOfStated, faultIn } from './stated-facts.ts';
import { policyInForce, waveOn } from './versions.ts';

interface Slice extends RequestContext {
  policies: PolicyService;
  loaders: ParticipantLoaders & PolicyLoaders;
}

const inWords = <D extends { reasons: readonly Reason[] }>(decision: D, language: Language) => ({
  ...decision,
  reasons: decision.reasons.map(({ code, article, text }) => ({ code, article, text: text[language] })),
});

const noPolicy = (asOf: string) =>
  inputError(
    'POLICY_NOT_IN_FORCE',
    {
      en: `No policy was in force on ${asOf}; the first began on 2020-04-11.`,
      id: `Belum ada kebijakan yang berlaku pada ${asOf}; yang pertama berlaku mulai 2020-04-11.`,
    },
    'asOf',
  );

const checkNik = ({ nik, birthDate }: EligibilityInput, asOf: string) => {
  if (nik === null || nik === undefined) return;
  const fault = nikFault(nik, { birthDate, today: asOf, allowsSynthetic: true });
  if (fault) throw inputError(fault.code, fault.text, 'input.nik');
};

@Resolver(() => ParticipantType)
export class EligibilityResolver {
  @Directive(cost(3))
  @Query(() => EligibilityDecisionType, {
    description:
      'What the policy would decide about stated facts. Open to everyone: nobody is looked up and nothing is stored, so that it tells nothing about registered people. The identity is taken as confirmed. Errors name the argument: BIRTH_DATE_IMPOSSIBLE, AGE_IMPOSSIBLE, RECIPIENTS_OUT_OF_RANGE, WAVE_OUT_OF_RANGE, POLICY_NOT_IN_FORCE, and the codes of a malformed NIK (NIK_LENGTH …).',
  })
  async evaluateEligibility(
    @Arg('input', () => EligibilityInput, { description: 'What is stated about the person.' }) input: EligibilityInput,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day, in Asia/Jakarta; today when left out.' })
    day: string | null | undefined,
    @Ctx() context: Slice,
  ): Promise<EligibilityDecisionType> {
    const asOf = day ?? context.policies.today();
    const policy = policyInForce(asOf);
    if (!policy) throw noPolicy(asOf);
    const stated = { ...input, birthDate: readDay(input.birthDate), wave: input.wave ?? waveOn(asOf) };
    const fault = faultIn(stated, asOf);
    if (fault) throw inputError(fault.code, fault.text, `input.${fault.field}`);
    checkNik(input, asOf);
    return { ...inWords(evaluate(policy, factsOfStated(stated, asOf)), context.language), asOf };
  }

  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(cost(3))
  @FieldResolver(() => EligibilityDecisionType, {
    nullable: true,
    description:
      'What the policy of a day would decide about this person, as they are registered. An enquiry: nothing is stored. Whether the identity is confirmed is told on joining a wave. Null with the error POLICY_NOT_IN_FORCE for a day before the first policy.',
  })
  async eligibility(
    @Root() { id }: ParticipantType,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day, in Asia/Jakarta; today when left out.' })
    day: string | null | undefined,
    @Ctx() context: Slice,
  ): Promise<EligibilityDecisionType | null> {
    const { caller, loaders, policies, language } = context;
    demandSelfOr(caller, id, 'participant:read');
    const asOf = day ?? policies.today();
    if (!policyInForce(asOf)) throw noPolicy(asOf);
    const read = loaders.eligibility.load({ participantId: id, asOf });
    const decision: Decision | null = await disclose(context, { participantId: id, field: 'eligibility' }, read);
    return decision && { ...inWords(decision, language), asOf };
  }

  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => StoredDecisionConnection, {
    nullable: true,
    description: 'Decisions about this person that had an effect, newest first, each with its reasons.',
  })
  async decisions(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Slice,
  ): Promise<Connection<StoredDecisionType>> {
    const { caller, loaders, language } = context;
    demandSelfOr(caller, id, 'participant:read');
    const page = readPage(args, idKey);
    const read = loaders.decisions.load({ parent: id, page });
    const rows: StoredDecision[] = await disclose(context, { participantId: id, field: 'decisions' }, read);
    return toConnection(
      rows.map((row) => inWords(row, language)),
      page,
      (row) => [row.id],
    );
  }
}
