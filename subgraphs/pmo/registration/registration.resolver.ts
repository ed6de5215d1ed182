import { Arg, Args, Ctx, Directive, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, listOf, requiresScopes } from '../../kit/directives.ts';
import { forbidden, unauthenticated } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import type { Language } from '../../kit/language.ts';
import { orRefusal } from '../../kit/or-refusal.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import { disclose } from '../participant/disclosure.loader.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { mayRead } from '../participant/person.service.ts';
import { EligibilityReasonType } from '../policy/eligibility.type.ts';
import { policyOf, type Reason, reasonOf } from '../policy/index.ts';
import type { WaveLoaders } from '../wave/wave.loaders.ts';
import { WaveType } from '../wave/wave.type.ts';
import type { JoinService } from './join.service.ts';
import { Ineligible } from './join.service.ts';
import type { RegistrationLoaders } from './registration.loader.ts';
import { readRegistration } from './registration.loader.ts';
import { JoinWavePayload, RegistrationConnection, RegistrationType } from './registration.type.ts';

interface Slice extends RequestContext {
  joins: JoinService;
  loaders: ParticipantLoaders & RegistrationLoaders & WaveLoaders;
}

const WRITE_COST = 10;

const waveKey = z.tuple([z.int()]);

const inLanguage =
  (language: Language) =>
  ({ code, article, text }: Reason) => ({
    ...{ code, article },
    text: text[language],
  });

const reasonsOf = ({ policyVersion, reasonCodes }: RegistrationType): Reason[] => {
  if (reasonCodes.length === 0) return [];
  return policyOf(policyVersion)
    .rules.filter(({ code }) => reasonCodes.includes(code))
    .map(reasonOf);
};

@Resolver(() => RegistrationType)
export class RegistrationResolver {
  @Directive(cost(WRITE_COST))
  @Mutation(() => JoinWavePayload, {
    description:
      'Takes the caller into an open wave: one live registration a person, at most two people a family card, and who the policy allows. Takes the scope `self`. Refusals: FORBIDDEN, WAVE_UNKNOWN, WAVE_NOT_YET_OPEN, WAVE_CLOSED, NOT_REGISTERED, NOT_VERIFIED, IDENTITY_NOT_CONFIRMED, ALREADY_JOINED, KK_FULL, INELIGIBLE, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED.',
  })
  async joinWave(
    @Arg('number', () => Int, { description: "The wave's number." }) number: number,
    @Arg('idempotencyKey', () => String, {
      description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
    })
    key: string,
    @Ctx() { database, joins, caller, language }: Slice,
  ): Promise<JoinWavePayload> {
    const told: { reasons?: readonly Reason[] } = {};
    const answer = await orRefusal('registration', language, async () => {
      try {
        const made = await joins.join(caller, number, key);
        return made ?? (await readRegistration(database, caller.id as string, number));
      } catch (error) {
        if (error instanceof Ineligible) told.reasons = error.reasons;
        throw error;
      }
    });
    return { ...answer, reasons: told.reasons?.map(inLanguage(language)) ?? null };
  }

  @FieldResolver(() => WaveType, { description: 'The wave.' })
  @Directive(requiresScopes('self', 'participant:read'))
  async wave(@Root() { waveNumber }: RegistrationType, @Ctx() { loaders }: Slice): Promise<WaveType> {
    return (await loaders.wave.load(waveNumber)) as WaveType;
  }

  @FieldResolver(() => [EligibilityReasonType], {
    description: 'Every rule that is not met, as last decided; empty for the eligible.',
  })
  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(listOf(3))
  reasons(@Root() registration: RegistrationType, @Ctx() { language }: Slice): EligibilityReasonType[] {
    return reasonsOf(registration).map(inLanguage(language));
  }
}

@Resolver(() => ParticipantType)
export class ParticipantRegistrationsResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => RegistrationConnection, { description: 'The waves that the person joined, newest first.' })
  async registrations(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Slice,
  ): Promise<Connection<RegistrationType>> {
    const { caller, loaders } = context;
    if (!mayRead(caller, id)) {
      throw caller.id ? forbidden({ scopes: ['participant:read'], or: 'participant' }) : unauthenticated();
    }
    const page = readPage(args, waveKey);
    const read = loaders.registrations.load({ parent: id, page });
    const rows = await disclose(context, { participantId: id, field: 'registrations' }, read);
    return toConnection(rows, page, ({ waveNumber }) => [waveNumber]);
  }
}
