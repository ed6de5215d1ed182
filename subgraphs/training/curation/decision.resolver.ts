import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, type DeclaredMutation } from '../../kit/mutation.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseType } from '../course/course.type.ts';
import { DecisionOutcome } from './curation.kind.ts';
import { readDecision } from './curation.loader.ts';
import { decideCourse, delistCourse, resumeCourse, suspendCourse, watchCourse } from './curation.mutations.ts';
import { DecisionType, MendInput } from './curation.type.ts';
import type { DecisionService } from './decision.service.ts';
import type { MonitoringOutcome, MonitoringService } from './monitoring.service.ts';

interface Slice extends RequestContext {
  decisions: DecisionService;
  monitoring: MonitoringService;
  loaders: CourseLoaders;
}

const CourseId = () => Arg('course', () => ID, { description: "The course's id." });

const Reason = () =>
  Arg('reason', () => String, { description: 'For its platform and institution to read: 3 to 2,000 characters.' });

interface Move {
  course: string;
  reason: string;
  outcome: MonitoringOutcome;
}

const move = (mutation: DeclaredMutation<DecisionType>, { course, reason, outcome }: Move, context: Slice) => {
  const { em, database, monitoring, caller, requestId, language } = context;
  return answer(mutation, language, async () =>
    readDecision(database, await monitoring.move(em(), course, { caller, requestId, outcome, reason })),
  );
};

@Resolver(() => DecisionType)
export class DecisionResolver {
  @FieldResolver(() => CourseType, { nullable: true, description: 'The course that it is about.' })
  async course(@Root() { courseId }: DecisionType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return loaders.course.load(courseId);
  }

  @Declared(decideCourse)
  async decideCourse(
    @CourseId() course: string,
    @Arg('version', () => Int, { description: 'Number of the version.' }) version: number,
    @Arg('isApproved', () => Boolean, { description: 'Whether it goes on sale; else it is sent back.' })
    isApproved: boolean,
    @Arg('reason', () => String, {
      nullable: true,
      description: 'For its platform and institution to read: 3 to 2,000 characters; needed when it is sent back.',
    })
    reason: string | null,
    @Arg('mend', () => [MendInput], {
      defaultValue: [],
      description: 'What to mend, by indicator: at least one when it is sent back.',
    })
    mend: MendInput[],
    @Ctx() { em, database, decisions, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(decideCourse, language, async () => {
      const sent = { course, version, isApproved, reason, mend };
      return readDecision(database, await decisions.decide(em(), sent, { caller, requestId }));
    });
  }

  @Declared(watchCourse)
  async watchCourse(@CourseId() course: string, @Reason() reason: string, @Ctx() context: Slice): Promise<object> {
    return move(watchCourse, { course, reason, outcome: DecisionOutcome.WATCHED }, context);
  }

  @Declared(suspendCourse)
  async suspendCourse(@CourseId() course: string, @Reason() reason: string, @Ctx() context: Slice): Promise<object> {
    return move(suspendCourse, { course, reason, outcome: DecisionOutcome.SUSPENDED }, context);
  }

  @Declared(resumeCourse)
  async resumeCourse(@CourseId() course: string, @Reason() reason: string, @Ctx() context: Slice): Promise<object> {
    return move(resumeCourse, { course, reason, outcome: DecisionOutcome.RESUMED }, context);
  }

  @Declared(delistCourse)
  async delistCourse(@CourseId() course: string, @Reason() reason: string, @Ctx() context: Slice): Promise<object> {
    return move(delistCourse, { course, reason, outcome: DecisionOutcome.DELISTED }, context);
  }
}
