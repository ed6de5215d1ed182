import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { bulk } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import type { Language } from '../../kit/language.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { DateTime } from '../../kit/scalars.ts';
import { upsertVacancies, withdrawMissingVacancies } from './upsert.mutations.ts';
import type { PublishingService, UpsertedItem } from './upsert.service.ts';
import { UpsertedVacancyType, type UpsertOutcome } from './upsert.type.ts';
import { UpsertVacanciesInput } from './vacancy.input.ts';
import type { VacancyLoaders } from './vacancy.loader.ts';
import { VacancyType } from './vacancy.type.ts';

interface Slice extends RequestContext {
  publishing: PublishingService;
  loaders: VacancyLoaders;
}

const resultIn = (item: UpsertedItem, language: Language): UpsertedVacancyType => {
  const [first] = item.problems;
  return {
    index: item.index,
    reference: item.reference,
    outcome: item.outcome as UpsertOutcome,
    refusal: first ? { code: first.code, message: first.text[language], path: [...first.path] } : null,
    problems: item.problems.map(({ code, place, text, example }) => ({
      code,
      message: text[language],
      path: place,
      example,
    })),
    vacancyId: item.vacancy,
  };
};

@Resolver(() => UpsertedVacancyType)
export class PublishingResolver {
  @FieldResolver(() => VacancyType, {
    nullable: true,
    description: 'The vacancy; null when a first content is rejected.',
  })
  async vacancy(@Root() { vacancyId }: UpsertedVacancyType, @Ctx() { loaders }: Slice): Promise<VacancyType | null> {
    return vacancyId === null ? null : loaders.vacancy.load(vacancyId);
  }

  @Declared(upsertVacancies)
  async upsertVacancies(
    @Arg('input', () => UpsertVacanciesInput, { description: 'The vacancies, and when they were written.' })
    input: UpsertVacanciesInput,
    @Ctx() { em, publishing, caller, language, requestId }: Slice,
  ): Promise<object> {
    return answer(upsertVacancies, language, async () => {
      const items = await publishing.upsert(em(), input, { caller, requestId });
      return items.map((item) => resultIn(item, language));
    });
  }

  @Declared(withdrawMissingVacancies)
  async withdrawMissingVacancies(
    @Arg('writtenAt', () => DateTime, { description: 'When the full file was written, as in its `upsertVacancies`.' })
    writtenAt: Date,
    @Arg('expected', () => Int, {
      description: 'How many of its vacancies were accepted; when fewer are there, nothing is closed.',
    })
    expected: number,
    @Arg('confirm', () => Boolean, { defaultValue: false, description: 'Close more than a tenth of your vacancies.' })
    confirm: boolean,
    @Arg('kept', () => [String], {
      defaultValue: [],
      description: 'References that the file names although their rows could not be sent: they are not closed.',
    })
    @Directive(bulk(1_000))
    kept: string[],
    @Ctx() { em, publishing, caller, language }: Slice,
  ): Promise<object> {
    return answer(withdrawMissingVacancies, language, async () => ({
      closed: await publishing.withdrawMissing(em(), { writtenAt, expected, confirm, kept }, caller),
    }));
  }
}
