import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { Kit, RequestContext } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { ApplicationType } from '../application/application.type.ts';
import { confirmPlacement, reportPlacement } from './placement.mutations.ts';
import type { PlacementService } from './placement.service.ts';
import { BY_APPLICATION } from './placement.statement.ts';
import { PlacementType, ReportPlacementInput } from './placement.type.ts';

/** Placements by application: one statement for all applications of a page. */
export const placementLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  placement: byKey<string, PlacementType>(
    (applications) => database.rows(BY_APPLICATION, [applications]),
    ({ applicationId }) => applicationId,
  ),
});

interface Slice extends RequestContext {
  placements: PlacementService;
  loaders: ReturnType<typeof placementLoaders>;
}

@Resolver(() => ApplicationType)
export class PlacementResolver {
  @FieldResolver(() => PlacementType, {
    nullable: true,
    description: 'The hire that the portal reported; null before.',
  })
  async placement(@Root() { id }: ApplicationType, @Ctx() { loaders }: Slice): Promise<PlacementType | null> {
    return loaders.placement.load(id);
  }

  @Declared(reportPlacement)
  async reportPlacement(
    @Arg('input', () => ReportPlacementInput, { description: 'The hire.' }) input: ReportPlacementInput,
    @Ctx() { em, database, placements, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(reportPlacement, language, async () => {
      const application = await placements.report(em(), input, { caller, requestId });
      return placementLoaders({ database }).placement.load(application);
    });
  }

  @Declared(confirmPlacement)
  async confirmPlacement(
    @Arg('id', () => ID, { description: "The placement's id." }) id: string,
    @Arg('isRight', () => Boolean, { defaultValue: true, description: 'False disputes it.' }) isRight: boolean,
    @Ctx() { em, database, placements, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(confirmPlacement, language, async () => {
      const application = await placements.answer(em(), { id, isRight }, { caller, requestId });
      return placementLoaders({ database }).placement.load(application);
    });
  }
}
