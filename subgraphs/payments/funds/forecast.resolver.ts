import { Arg, Ctx, Directive, Int, Query, Resolver } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { readForecast } from './forecast.loader.ts';
import { ForecastType } from './forecast.type.ts';

interface Slice extends RequestContext {
  now: () => Date;
}

@Resolver(() => ForecastType)
export class ForecastResolver {
  @Directive(requiresScopes('ledger:read'))
  @Query(() => ForecastType, {
    nullable: true,
    description: `What will fall due to the people of a wave, or of all waves that have money of a budget year; name one of
them.`,
  })
  async dueForecast(
    @Arg('wave', () => Int, { nullable: true, description: "A wave's number." }) wave: number | null,
    @Arg('year', () => Int, { nullable: true, description: 'A budget year.' }) year: number | null,
    @Ctx() { caller, database, now }: Slice,
  ): Promise<ForecastType> {
    demandScope(caller, 'ledger:read');
    if (typeof wave === 'number' && typeof year !== 'number') return readForecast(database, { wave }, now());
    if (typeof year === 'number' && typeof wave !== 'number') return readForecast(database, { year }, now());
    const text = { en: 'Name a wave or a year: one of them.', id: 'Sebutkan satu saja: gelombang atau tahun.' };
    throw inputError('BAD_USER_INPUT', text, 'wave');
  }
}
