import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { bulk } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import type { Language } from '../../kit/language.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { Refusal } from '../../kit/refusal.ts';
import { DateTime } from '../../kit/scalars.ts';
import { CourseInput } from './course.input.ts';
import type { CourseLoaders } from './course.loader.ts';
import { CourseType } from './course.type.ts';
import { importCourses, submitCourse, withdrawMissingCourses } from './import.mutations.ts';
import type { CatalogueService, ImportedItem } from './import.service.ts';
import { ImportedCourseType, type ItemProblemType } from './import.type.ts';

interface Slice extends RequestContext {
  catalogue: CatalogueService;
  loaders: CourseLoaders;
}

const problemsIn = ({ problems }: ImportedItem, language: Language): ItemProblemType[] =>
  problems.map(({ code, place, text, example }) => ({ code, message: text[language], path: place, example }));

const itemIn = (item: ImportedItem, language: Language): ImportedCourseType => ({
  index: item.index,
  reference: item.reference,
  outcome: item.outcome as ImportedCourseType['outcome'],
  problems: problemsIn(item, language),
  courseId: item.course,
});

@Resolver(() => ImportedCourseType)
export class CatalogueResolver {
  @FieldResolver(() => CourseType, {
    nullable: true,
    description: 'The course; null when a first content is rejected.',
  })
  async course(@Root() { courseId }: ImportedCourseType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return courseId === null ? null : loaders.course.load(courseId);
  }

  @Declared(submitCourse)
  async submitCourse(
    @Arg('course', () => CourseInput, { description: 'The course.' }) course: CourseInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, catalogue, loaders, caller, language, requestId }: Slice,
  ): Promise<object> {
    let problems: ItemProblemType[] | null = null;
    const payload = await answer(submitCourse, language, async () => {
      const item = await catalogue.submit(em(), course, { caller, key, requestId });
      problems = problemsIn(item, language);
      const [first] = item.problems;
      if (first) throw new Refusal(first.code, first.text, ['course', ...first.path]);
      return item.course === null ? null : loaders.course.load(item.course);
    });
    return { ...payload, problems };
  }

  @Declared(importCourses)
  async importCourses(
    @Arg('courses', () => [CourseInput], { description: 'The courses: 1 to 1,000, each reference once.' })
    @Directive(bulk(1_000))
    courses: CourseInput[],
    @Arg('asOf', () => DateTime, { description: 'When the file was made that names them; the same for all its calls.' })
    asOf: Date,
    @IdempotencyKey() key: string,
    @Ctx() { em, catalogue, caller, language, requestId }: Slice,
  ): Promise<object> {
    return answer(importCourses, language, async () => {
      const items = await catalogue.import(em(), { courses, asOf }, { caller, key, requestId });
      return items.map((item) => itemIn(item, language));
    });
  }

  @Declared(withdrawMissingCourses)
  async withdrawMissingCourses(
    @Arg('asOf', () => DateTime, { description: 'When the full file was made, as in its `importCourses`.' }) asOf: Date,
    @Arg('expected', () => Int, {
      description: 'How many of its courses were accepted; when fewer are there, nothing is withdrawn.',
    })
    expected: number,
    @Arg('confirm', () => Boolean, { defaultValue: false, description: 'Withdraw more than a tenth of your courses.' })
    confirm: boolean,
    @Arg('kept', () => [String], {
      defaultValue: [],
      description: 'References that the file names although their rows could not be sent: they are not withdrawn.',
    })
    @Directive(bulk(1_000))
    kept: string[],
    @IdempotencyKey() key: string,
    @Ctx() { em, catalogue, caller, language, requestId }: Slice,
  ): Promise<object> {
    return answer(withdrawMissingCourses, language, async () => ({
      withdrawn: await catalogue.withdrawMissing(em(), { asOf, expected, confirm, kept }, { caller, key, requestId }),
    }));
  }
}
