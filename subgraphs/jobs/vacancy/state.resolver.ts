import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, type DeclaredMutation } from '../../kit/mutation.ts';
import { closeVacancy, pauseVacancy, resumeVacancy } from './state.mutations.ts';
import type { VacancyStateService, WantedState } from './state.service.ts';
import type { VacancyLoaders } from './vacancy.loader.ts';
import { VacancyStatus } from './vacancy.status.ts';
import type { VacancyType } from './vacancy.type.ts';

interface Slice extends RequestContext {
  states: VacancyStateService;
  loaders: VacancyLoaders;
}

const VacancyId = () => Arg('vacancy', () => ID, { description: "The vacancy's id." });

const move = (mutation: DeclaredMutation<VacancyType>, to: { id: string; to: WantedState }, context: Slice) => {
  const { em, states, loaders, caller, language } = context;
  return answer(mutation, language, async () => loaders.vacancy.load(await states.move(em(), to, caller)));
};

@Resolver()
export class VacancyStateResolver {
  @Declared(pauseVacancy)
  pauseVacancy(@VacancyId() id: string, @Ctx() context: Slice): Promise<object> {
    return move(pauseVacancy, { id, to: VacancyStatus.PAUSED }, context);
  }

  @Declared(resumeVacancy)
  resumeVacancy(@VacancyId() id: string, @Ctx() context: Slice): Promise<object> {
    return move(resumeVacancy, { id, to: VacancyStatus.OPEN }, context);
  }

  @Declared(closeVacancy)
  closeVacancy(
    @VacancyId() id: string,
    @Arg('isFilled', () => Boolean, { defaultValue: false, description: 'Somebody was hired: it is FILLED.' })
    isFilled: boolean,
    @Ctx() context: Slice,
  ): Promise<object> {
    return move(closeVacancy, { id, to: isFilled ? VacancyStatus.FILLED : VacancyStatus.CLOSED }, context);
  }
}
