import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Caller } from '../../kit/caller.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { forbidden, unauthenticated } from '../../kit/errors.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { Context } from '../context.ts';
import { CertificateConnection, type CertificateType } from './certificate.type.ts';
import { mayRead } from './enrollment.policy.ts';
import { EnrollmentConnection, type EnrollmentType } from './enrollment.type.ts';
import { ParticipantType } from './participant.type.ts';

const checkMayRead = (caller: Caller, participantId: string) => {
  if (mayRead(caller, participantId)) return;
  throw caller.id ? forbidden('the scope `enrollment:read`, or to be this participant') : unauthenticated();
};

@Resolver(() => ParticipantType)
export class ParticipantResolver {
  @Directive(requiresScopes('self', 'enrollment:read'))
  @FieldResolver(() => EnrollmentConnection, { nullable: true, description: 'Enrolments in courses, newest first.' })
  async enrollments(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Context,
  ): Promise<Connection<EnrollmentType>> {
    checkMayRead(caller, id);
    const page = readPage(args, idKey);
    return toConnection(await loaders.enrollmentsOf.load({ parent: id, page }), page, (enrollment) => [enrollment.id]);
  }

  @Directive(requiresScopes('self', 'enrollment:read'))
  @FieldResolver(() => CertificateConnection, { nullable: true, description: 'Certificates, newest first.' })
  async certificates(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Context,
  ): Promise<Connection<CertificateType>> {
    checkMayRead(caller, id);
    const page = readPage(args, idKey);
    const rows = await loaders.certificatesOf.load({ parent: id, page });
    return toConnection(rows, page, (certificate) => [certificate.id]);
  }
}
