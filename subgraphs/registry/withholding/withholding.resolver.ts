import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { RevisionType } from '../revision/revision.type.ts';
import type { WithholdingLoaders } from './withholding.loader.ts';
import { WithholdingType } from './withholding.type.ts';

interface Slice extends RequestContext {
  loaders: WithholdingLoaders;
}

/** A part of what anybody may read who reads the revision. */
@Resolver(() => RevisionType)
export class WithholdingResolver {
  @FieldResolver(() => WithholdingType, {
    nullable: true,
    description: 'What of it is granted no more, since its owner has ended a grant; null where all of it is.',
  })
  async withheld(@Root() { id }: RevisionType, @Ctx() { loaders }: Slice): Promise<WithholdingType | null> {
    const found = await loaders.withholding.load(id);
    if (!found) return null;
    const { elements, isEnforced, notedAt: since, findings } = found;
    return { elements, isEnforced, since, reasons: findings.map(({ message }) => message) };
  }
}
