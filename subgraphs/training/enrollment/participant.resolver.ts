import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demand } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { CertificateConnection, type CertificateType } from './certificate.type.ts';
import type { EnrollmentLoaders } from './enrollment.loaders.ts';
import { isReader, mayReadAllOf } from './enrollment.policy.ts';
import { EnrollmentConnection, type EnrollmentType } from './enrollment.type.ts';
import { ParticipantType } from './participant.type.ts';

interface Slice extends RequestContext {
  loaders: EnrollmentLoaders;
}

/** Whether all of the person's are shown, or those in courses of the caller's organisation only. */
const readsAllOf = (caller: Caller, participantId: string): boolean => {
  if (mayReadAllOf(caller, participantId)) return true;
  demand(isReader(caller), caller, { scopes: ['enrollment:read'], or: 'participant' });
  return false;
};

@Resolver(() => ParticipantType)
export class ParticipantResolver {
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

  @Directive(requiresScopes('self', 'enrollment:read'))
  @FieldResolver(() => CertificateConnection, {
    nullable: true,
    description: 'Certificates, newest first; with `enrollment:read` an organisation sees those of its own courses.',
  })
  async certificates(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<CertificateType>> {
    const loader = readsAllOf(caller, id) ? loaders.certificatesOf : loaders.ownCertificatesOf;
    const page = readPage(args, idKey);
    return toConnection(await loader.load({ parent: id, page }), page, (certificate) => [certificate.id]);
  }
}
