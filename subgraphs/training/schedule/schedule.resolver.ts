import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseType } from '../course/course.type.ts';
import { RegionType } from '../region/region.type.ts';
import { PublishScheduleInput, RescheduleClassInput } from './schedule.input.ts';
import { readSchedule, type ScheduleLoaders } from './schedule.loader.ts';
import { publishSchedule, rescheduleClass } from './schedule.mutations.ts';
import type { ClassService } from './schedule.service.ts';
import { ScheduleConnection, ScheduleType, SessionType } from './schedule.type.ts';

interface Slice extends RequestContext {
  classes: ClassService;
  loaders: CourseLoaders & ScheduleLoaders;
}

@Resolver(() => ScheduleType)
export class ScheduleResolver {
  @Query(() => ScheduleType, { nullable: true, description: 'One class; null when there is none with this id.' })
  async schedule(
    @Arg('id', () => ID, { description: "The class's id." }) id: string,
    @Ctx() { loaders }: Slice,
  ): Promise<ScheduleType | null> {
    return loaders.schedule.load(id);
  }

  @FieldResolver(() => CourseType, { nullable: true, description: 'The course that is taught.' })
  async course(@Root() { courseId }: ScheduleType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return loaders.course.load(courseId);
  }

  @FieldResolver(() => RegionType, { nullable: true, description: 'Regency or city; null for an online class.' })
  region(@Root() { regionCode }: ScheduleType): RegionType | null {
    return regionCode === null ? null : { code: regionCode };
  }

  @Directive(listOf(5))
  @FieldResolver(() => [SessionType], { description: 'Its sessions in order, 1 to 10.' })
  async sessions(@Root() { id }: ScheduleType, @Ctx() { loaders }: Slice): Promise<SessionType[]> {
    return (await loaders.sessionsOf.load(id))?.sessions ?? [];
  }

  @Declared(publishSchedule)
  async publishSchedule(
    @Arg('input', () => PublishScheduleInput, { description: 'The class.' }) input: PublishScheduleInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, database, classes, caller, language }: Slice,
  ): Promise<object> {
    return answer(publishSchedule, language, async () =>
      readSchedule(database, await classes.publish(em(), input, { caller, key })),
    );
  }

  @Declared(rescheduleClass)
  async rescheduleClass(
    @Arg('input', () => RescheduleClassInput, { description: 'The class and its new times.' })
    input: RescheduleClassInput,
    @Ctx() { em, database, classes, caller, language }: Slice,
  ): Promise<object> {
    return answer(rescheduleClass, language, async () =>
      readSchedule(database, await classes.reschedule(em(), input, caller)),
    );
  }
}

@Resolver(() => CourseType)
export class CourseSchedulesResolver {
  @FieldResolver(() => ScheduleConnection, {
    nullable: true,
    description: 'Its classes whose seats are sold now, newest first.',
  })
  async schedules(
    @Root() { id }: CourseType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<ScheduleType>> {
    const page = readPage(args, idKey);
    const rows = await loaders.schedulesOf.load({ parent: id, page });
    return toConnection(rows, page, (each) => [each.id]);
  }
}
