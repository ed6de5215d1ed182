import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { EnrollmentLoaders } from './enrollment.loaders.ts';
import { readsAllOf } from './enrollment.policy.ts';
import { EnrollmentConnection, type EnrollmentType } from './enrollment.type.ts';
import { ParticipantType } from './participant.type.ts';

interface Slice extends RequestContext {
  loaders: EnrollmentLoaders;
}

@Resolver(() => ParticipantType)
export class ParticipantResolver {
  @Directive(personalData('general'))
  @Directive(requiresScopes('self', 'enrollment:read'))
  @FieldResolver(() => EnrollmentConnection, {
    nullable: true,
    description:
      'Enrolments in courses, newest first; with `enrollment:read` an organisation sees those in its own courses.',
  })
  async enrollments(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<EnrollmentType>> {
    const loader = readsAllOf(caller, id) ? loaders.enrollmentsOf : loaders.ownEnrollmentsOf;
    const page = readPage(args, idKey);
    return toConnection(await loader.load({ parent: id, page }), page, (enrollment) => [enrollment.id]);
  }
}
