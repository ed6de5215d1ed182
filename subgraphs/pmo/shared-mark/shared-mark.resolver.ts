import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import { ParticipantConnection, type ParticipantType } from '../participant/participant.type.ts';
import { type MarkLimits, SharedMarkKind } from './shared-mark.kind.ts';
import { listSharedMarks, type SharedMarkLoaders } from './shared-mark.loader.ts';
import { SharedMarkConnection, SharedMarkType } from './shared-mark.type.ts';

interface Slice extends RequestContext {
  markLimits: MarkLimits;
  loaders: SharedMarkLoaders & ParticipantLoaders;
}

@Resolver(() => SharedMarkType)
export class SharedMarkResolver {
  @Directive(requiresScopes('participant:read'))
  @Query(() => SharedMarkConnection, {
    description:
      'Phones, addresses, family cards and devices that more accounts have than usual, the newest first; takes `participant:read`.',
  })
  async sharedMarks(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('kind', () => SharedMarkKind, { nullable: true, description: 'Only those of this kind.' })
    kind: SharedMarkKind | null,
    @Ctx() { caller, database, markLimits }: Slice,
  ): Promise<Connection<SharedMarkType>> {
    demandScope(caller, 'participant:read');
    const page = readPage(args, idKey);
    const rows = await listSharedMarks(database, page, kind ?? null);
    const marks = rows.map((row) => {
      const found = row.kind as SharedMarkKind;
      return { ...row, kind: found, limit: markLimits[found] };
    });
    return toConnection(marks, page, ({ id }) => [id]);
  }

  @Directive(requiresScopes('participant:read'))
  @FieldResolver(() => ParticipantConnection, {
    description: 'The people whose accounts have it; each sees in `accessLog` that the name was read.',
  })
  async participants(
    @Root() { id }: SharedMarkType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<ParticipantType>> {
    demandScope(caller, 'participant:read');
    const page = readPage(args, idKey);
    const holders = await loaders.holdersOfMark.load({ parent: id, page });
    const people = await loaders.participant.loadMany(holders.map(({ participantId }) => participantId));
    const known = people.filter((person): person is ParticipantType => person !== null && !(person instanceof Error));
    return toConnection(known, page, (person) => [person.id]);
  }
}
