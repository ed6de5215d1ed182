import { Args, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { EnrollmentType } from '../enrollment/enrollment.type.ts';
import { readsAllOf } from '../enrollment/index.ts';
import { ParticipantType } from '../enrollment/participant.type.ts';
import type { CertificateLoaders } from './certificate.loaders.ts';
import { CertificateConnection, CertificateType } from './certificate.type.ts';

interface Slice extends RequestContext {
  loaders: CertificateLoaders;
}

@Resolver(() => ParticipantType)
export class ParticipantCertificatesResolver {
  @Directive(personalData('general'))
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

  @Directive(personalData('general'))
  @Directive(requiresScopes('self'))
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How many certificates the person holds, revoked ones aside. For the person alone.',
  })
  async certificateCount(@Root() { id }: ParticipantType, @Ctx() { caller, loaders }: Slice): Promise<number> {
    demandSelfOr(caller, id);
    return (await loaders.certificateCount.load(id))?.count ?? 0;
  }
}

@Resolver(() => EnrollmentType)
export class EnrollmentCertificateResolver {
  @FieldResolver(() => CertificateType, { nullable: true, description: 'The certificate; null before it is issued.' })
  async certificate(
    @Root() { id, participantId }: EnrollmentType,
    @Ctx() { loaders }: Slice,
  ): Promise<CertificateType | null> {
    return loaders.certificateOfEnrollment.load({ enrollmentId: id, participantId });
  }
}
