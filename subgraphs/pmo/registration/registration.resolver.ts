import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import { disclose } from '../participant/disclosure.loader.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import type { Judge } from '../policy/judge/index.ts';
import { EligibilityReasonType, reasonIn } from '../policy/reason.type.ts';
import type { WaveLoaders } from '../wave/wave.loaders.ts';
import { WaveType } from '../wave/wave.type.ts';
import type { RegistrationLoaders } from './registration.loader.ts';
import { RegistrationConnection, RegistrationType } from './registration.type.ts';

interface Slice extends RequestContext {
  policies: Judge;
  loaders: ParticipantLoaders & RegistrationLoaders & WaveLoaders;
}

const waveKey = z.tuple([z.int()]);

@Resolver(() => RegistrationType)
export class RegistrationResolver {
  @FieldResolver(() => WaveType, { description: 'The wave.' })
  @Directive(requiresScopes('self', 'participant:read'))
  async wave(@Root() { waveNumber }: RegistrationType, @Ctx() { loaders }: Slice): Promise<WaveType> {
    return (await loaders.wave.load(waveNumber)) as WaveType;
  }

  @FieldResolver(() => String, {
    name: 'entrySalt',
    nullable: true,
    description:
      'The salt of `entryId`, 32 bytes in hexadecimal, for the person alone: kept, and shown with the NIK to an auditor, it proves whose entry it is. Null for registrations from before there were salts.',
  })
  @Directive(requiresScopes('self'))
  saltOfEntry(@Root() { participantId, entrySalt }: RegistrationType, @Ctx() { caller }: Slice): string | null {
    demandSelfOr(caller, participantId);
    return entrySalt;
  }

  @FieldResolver(() => [EligibilityReasonType], {
    description: 'Every rule that is not met, as last decided; empty for the eligible.',
  })
  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(listOf(3))
  reasons(
    @Root() { policyVersion, reasonCodes }: RegistrationType,
    @Ctx() { policies, language }: Slice,
  ): EligibilityReasonType[] {
    return policies.reasonsOf(policyVersion, reasonCodes).map(reasonIn(language));
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
    demandSelfOr(caller, id, 'participant:read');
    const page = readPage(args, waveKey);
    const read = loaders.registrations.load({ parent: id, page });
    const rows = await disclose(context, { participantId: id, field: 'registrations' }, read);
    return toConnection(rows, page, ({ waveNumber }) => [waveNumber]);
  }
}
