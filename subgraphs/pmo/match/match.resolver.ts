import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandScope, demandSelfOr } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import type { MatchLoaders } from './match.loader.ts';
import { IdentityMatchField, IdentityMatchReason } from './match.status.ts';
import { IdentityMatchType } from './match.type.ts';
import { nextSteps } from './next-step.data.ts';

interface Slice extends RequestContext {
  loaders: MatchLoaders;
}

@Resolver(() => ParticipantType)
export class ParticipantMatchResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => IdentityMatchType, {
    nullable: true,
    description:
      'Whether the civil registry confirms who the person is: for the person, and with `participant:read`. Null for somebody who was erased.',
  })
  async identityMatch(
    @Root() { id }: ParticipantType,
    @Ctx() { caller, loaders, language }: Slice,
  ): Promise<IdentityMatchType | null> {
    demandSelfOr(caller, id, 'participant:read');
    const found = await loaders.identityMatch.load(id);
    return found && { ...found, nextStep: nextSteps[found.state]?.[language] ?? null };
  }
}

/** What is told to officers alone: it would tell others which NIKs, names and family cards there are. */
@Resolver(() => IdentityMatchType)
export class IdentityMatchResolver {
  @Directive(requiresScopes('identity:read'))
  @FieldResolver(() => IdentityMatchReason, {
    nullable: true,
    description: 'Why it is not confirmed, with `identity:read`; null with an error for others, the person included.',
  })
  reason(@Root() { reason }: IdentityMatchType, @Ctx() { caller }: Slice): string | null {
    demandScope(caller, 'identity:read');
    return reason;
  }

  @Directive(requiresScopes('identity:read'))
  @FieldResolver(() => IdentityMatchField, {
    nullable: true,
    description: 'What differs where the reason is NO_MATCH, with `identity:read`; null with an error for others.',
  })
  field(@Root() { field }: IdentityMatchType, @Ctx() { caller }: Slice): string | null {
    demandScope(caller, 'identity:read');
    return field;
  }
}
