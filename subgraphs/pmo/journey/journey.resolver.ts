import type DataLoader from 'dataloader';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { Kit, RequestContext } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { DateScalar } from '../../kit/scalars.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { DEADLINES } from './journey.statement.ts';

interface Deadline {
  participantId: string;
  until: string;
}

/** Loads the last days for the first purchase: one statement for all participants of a page. */
export const journeyLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  purchaseDeadline: byKey<string, Deadline>(
    (people) => database.rows(DEADLINES, [people]),
    ({ participantId }) => participantId,
  ),
});

interface Slice extends RequestContext {
  loaders: { purchaseDeadline: DataLoader<string, Deadline | null> };
}

@Resolver(() => ParticipantType)
export class PurchaseDeadlineResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'Last day, in Asia/Jakarta, for the first purchase: that of the wave, or later when a provider cancelled a class. Null without an award, and where the policy sets none.',
  })
  async purchaseDeadline(@Root() { id }: ParticipantType, @Ctx() { caller, loaders }: Slice): Promise<string | null> {
    demandSelfOr(caller, id, 'participant:read');
    return (await loaders.purchaseDeadline.load(id))?.until ?? null;
  }
}
