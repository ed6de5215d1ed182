import type DataLoader from 'dataloader';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { Kit, RequestContext } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { DateScalar } from '../../kit/scalars.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { EMPLOYED_SINCE } from './employment.statement.ts';

type FirstDay = RowsOf<typeof EMPLOYED_SINCE>;

/** First days of work: one statement for all participants of a page. */
export const employmentLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  employedSince: byKey<string, FirstDay>(
    (people) => database.rows(EMPLOYED_SINCE, [people]),
    ({ participantId }) => participantId,
  ),
});

interface Slice extends RequestContext {
  loaders: { employedSince: DataLoader<string, FirstDay | null> };
}

@Resolver(() => ParticipantType)
export class EmploymentResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'First day of the first work that a job portal reported and the person confirmed; null before. For the person, and with `participant:read`.',
  })
  async employedSince(@Root() { id }: ParticipantType, @Ctx() { caller, loaders }: Slice): Promise<string | null> {
    demandSelfOr(caller, id, 'participant:read');
    return (await loaders.employedSince.load(id))?.startsOn ?? null;
  }
}
