import type DataLoader from 'dataloader';
import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandScope, isOwnerWith, isSelfOr } from '../../kit/access.ts';
import { IDENTITY_COST, personalData, requiresScopes } from '../../kit/directives.ts';
import type { Kit, RequestContext } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { AccessPurpose } from '../../kit/vault/access-log.ts';
import type { IdentityLoaders } from '../identity/identity.loader.ts';
import { disclose } from '../participant/disclosure.loader.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import { APPLICANTS } from './applicant.statement.ts';
import { ApplicantType, ApplicationType } from './applicant.type.ts';

/** Who is behind applications: one statement for all applications of a page. */
export const applicantLoaders = ({ database, now }: Pick<Kit, 'database' | 'now'>) => ({
  applicant: byKey<string, RowsOf<typeof APPLICANTS>>(
    (applications) => database.rows(APPLICANTS, [applications.filter(isUuid), now()]),
    ({ applicationId }) => applicationId,
  ),
});

interface Slice extends RequestContext {
  loaders: IdentityLoaders & ParticipantLoaders & { applicant: DataLoader<string, RowsOf<typeof APPLICANTS> | null> };
}

/** Who applies by an application, as far as the caller may read it: the person, or the portal of the vacancy. */
const applicantFor = async (id: string, { caller, loaders }: Slice): Promise<ApplicantType | null> => {
  demandScope(caller, 'self', 'application:manage');
  const found = await loaders.applicant.load(id);
  if (!found) return null;
  const { participantId, portalId, name } = found;
  const mayRead = isSelfOr(caller, participantId) || isOwnerWith(caller, portalId, 'application:manage');
  return mayRead ? { participantId, portalId, statedName: name } : null;
};

/**
 * The application of a key: what is added here is for who may read the applicant, so that nobody else is told of a key.
 * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN
 */
export const findApplication = async ({ id }: { id: string }, context: Slice): Promise<ApplicationType | null> =>
  (await applicantFor(id, context)) && { id };

@Resolver(() => ApplicationType)
export class ApplicationApplicantResolver {
  @Directive(requiresScopes('self', 'application:manage'))
  @FieldResolver(() => ApplicantType, {
    nullable: true,
    description:
      'Who applies: for the person, and for the portal of the vacancy until the application is withdrawn or rejected, for a year at most. Null for anyone else, and in the first seconds.',
  })
  async applicant(@Root() { id }: ApplicationType, @Ctx() context: Slice): Promise<ApplicantType | null> {
    return applicantFor(id, context);
  }
}

const contact = async ({ participantId }: ApplicantType, field: 'phone' | 'email', { loaders }: Slice) => {
  const read = { participantId, field, purpose: AccessPurpose.SERVICE };
  return (await loaders.identityField.load(read))?.reveal() ?? null;
};

@Resolver(() => ApplicantType)
export class ApplicantResolver {
  @Directive(personalData('general'))
  @FieldResolver(() => String, { nullable: true, description: 'Full name.' })
  name(@Root() { participantId, statedName }: ApplicantType, @Ctx() context: Slice): string | Promise<string> {
    return disclose(context, { participantId, field: 'name' }, statedName);
  }

  @Directive(IDENTITY_COST)
  @Directive(personalData('general'))
  @FieldResolver(() => String, { nullable: true, description: 'Mobile number, as +62….' })
  phone(@Root() applicant: ApplicantType, @Ctx() context: Slice): Promise<string | null> {
    return contact(applicant, 'phone', context);
  }

  @Directive(IDENTITY_COST)
  @Directive(personalData('general'))
  @FieldResolver(() => String, { nullable: true, description: 'E-mail address; null where none was given.' })
  email(@Root() applicant: ApplicantType, @Ctx() context: Slice): Promise<string | null> {
    return contact(applicant, 'email', context);
  }
}
