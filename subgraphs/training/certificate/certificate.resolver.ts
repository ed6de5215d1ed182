import { Arg, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { isSelfOr } from '../../kit/access.ts';
import { cost, requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import type { CourseLoaders } from '../course/course.loader.ts';
import { CourseType } from '../course/course.type.ts';
import type { EnrollmentLoaders } from '../enrollment/enrollment.loaders.ts';
import { isReader, mayReadAllOf } from '../enrollment/index.ts';
import { ParticipantType } from '../enrollment/participant.type.ts';
import type { InstitutionLoaders } from '../institution/institution.loader.ts';
import { SkillType } from '../skill/skill.type.ts';
import type { CertificateLoaders } from './certificate.loaders.ts';
import { draftCertificate, issueCertificate, revokeCertificate } from './certificate.mutations.ts';
import { certificatePdf } from './certificate.pdf.ts';
import type { CertificateService } from './certificate.service.ts';
import { CertificateState, stateOf } from './certificate.status.ts';
import { CertificateType, CertifiedSkillType } from './certificate.type.ts';
import { statedIn } from './credential.jwt.ts';
import type { DraftService } from './draft.service.ts';
import type { Programme } from './programme.ts';

interface Slice extends RequestContext {
  certificates: CertificateService;
  certificateDrafts: DraftService;
  programme: Programme;
  now: () => Date;
  loaders: CourseLoaders & EnrollmentLoaders & InstitutionLoaders & CertificateLoaders;
}

const MOST_NAME = 100;

type OwnedCertificate = Pick<CertificateType, 'id' | 'participantId' | 'courseId'>;

/** Whether the caller may see whose the certificate is: its holder, the organisations of its course, officers. */
const isShown = async ({ participantId, courseId }: OwnedCertificate, { caller, loaders }: Slice): Promise<boolean> =>
  mayReadAllOf(caller, participantId) || (isReader(caller) && (await loaders.isOwnCourse.load(courseId)));

/** Returns the name as it is printed. @throws GraphQLError NAME_MALFORMED */
const readPrintedName = (text: string): string => {
  const name = typedWithin(text, { most: MOST_NAME, read: typedLine });
  if (name !== null) return name;
  const message = {
    en: `A name has 1 to ${MOST_NAME} characters, none of them a control character.`,
    id: `Nama terdiri dari 1 sampai ${MOST_NAME} karakter, tanpa karakter kontrol.`,
  };
  throw inputError('NAME_MALFORMED', message, 'name');
};

/** What is printed beside what was signed. */
interface OwnLines {
  name: string | null;
  state: CertificateState;
}

/** Prints what was signed; a certificate without a credential, as its course is now. */
const printed = async (root: CertificateType, own: OwnLines, { loaders, programme }: Slice): Promise<Buffer> => {
  const [course, stored] = await Promise.all([loaders.course.load(root.courseId), loaders.credential.load(root.id)]);
  const signed = stored?.credential ? statedIn(stored.credential) : null;
  const institution = course && (await loaders.institution.load(course.institutionId));
  return certificatePdf({
    id: root.id,
    course: signed?.course ?? course?.title ?? '',
    institution: signed?.institution ?? institution?.name ?? '',
    completedAt: signed?.completedAt ?? root.issuedAt,
    score: root.score,
    skills: root.skillCodes.map((code, index) => ({ code, level: root.levels?.[index] ?? null })),
    ...own,
    address: programme.addresses.certificate(root.id),
  });
};

@Resolver(() => CertificateType)
export class CertificateResolver {
  @Query(() => CertificateType, {
    nullable: true,
    description: 'Checks a certificate: open to everyone, and names no person. Null when it is not genuine.',
  })
  async certificate(
    @Arg('id', () => ID, { description: 'The id printed on the certificate.' }) id: string,
    @Ctx() { loaders }: Slice,
  ): Promise<CertificateType | null> {
    return loaders.certificate.load(id);
  }

  @FieldResolver(() => CertificateState, { description: 'What it is worth now.' })
  state(@Root() certificate: CertificateType, @Ctx() { now }: Slice): CertificateState {
    return stateOf(certificate, now());
  }

  @FieldResolver(() => CourseType, { description: 'The completed course, also when it is no longer on offer.' })
  async course(@Root() { courseId }: CertificateType, @Ctx() { loaders }: Slice): Promise<CourseType | null> {
    return loaders.course.load(courseId);
  }

  @FieldResolver(() => [SkillType], { nullable: true, description: 'Skills that it proves, as taught at the time.' })
  skills(@Root() { skillCodes }: CertificateType): SkillType[] {
    return skillCodes.map((code) => ({ code }));
  }

  @FieldResolver(() => [CertifiedSkillType], { description: 'Skills that it proves, each with its level.' })
  skillLevels(@Root() { skillCodes, levels }: CertificateType): CertifiedSkillType[] {
    return skillCodes.map((code, index) => ({ code, level: levels?.[index] ?? null }));
  }

  @FieldResolver(() => ParticipantType, {
    nullable: true,
    description:
      'Whose it is: shown to that participant, and with `enrollment:read` to the organisations of its course and to officers; null to everyone else.',
  })
  async participant(@Root() root: CertificateType, @Ctx() context: Slice): Promise<ParticipantType | null> {
    return (await isShown(root, context)) ? { id: root.participantId } : null;
  }

  @Directive(requiresScopes('self', 'enrollment:read'))
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The signed credential, a VC-JWT: shown like `participant`. Null also for a certificate from before credentials were signed.',
  })
  async credential(@Root() root: CertificateType, @Ctx() context: Slice): Promise<string | null> {
    if (!(await isShown(root, context))) return null;
    return (await context.loaders.credential.load(root.id))?.credential ?? null;
  }

  @Directive(requiresScopes('self', 'enrollment:read'))
  @FieldResolver(() => String, { nullable: true, description: 'Why it was revoked: shown like `participant`.' })
  async revocationReason(@Root() root: CertificateType, @Ctx() context: Slice): Promise<string | null> {
    if (!(await isShown(root, context))) return null;
    return (await context.loaders.credential.load(root.id))?.revocationReason ?? null;
  }

  @Directive(requiresScopes('self'))
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What opens the subject of the credential, in base64url, for its holder alone: `credentialSubject.id` is the SHA-256 of these 32 bytes and the participant id.',
  })
  async salt(@Root() root: CertificateType, @Ctx() { caller, loaders }: Slice): Promise<string | null> {
    if (!isSelfOr(caller, root.participantId)) return null;
    return (await loaders.credential.load(root.id))?.salt?.toString('base64url') ?? null;
  }

  @Directive(requiresScopes('self'))
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'When the credential was recorded, signed by the programme (a JWT), for its holder: it proves that a certificate is older than a compromise of its key.',
  })
  async receipt(@Root() root: CertificateType, @Ctx() { caller, loaders, programme }: Slice): Promise<string | null> {
    if (!isSelfOr(caller, root.participantId)) return null;
    const credential = (await loaders.credential.load(root.id))?.credential;
    return credential ? programme.receiptOf({ id: root.id, credential, recordedAt: root.issuedAt }) : null;
  }

  @Directive(requiresScopes('self'))
  @Directive(cost(200))
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'A page to print, for its holder: a PDF in base64, with a QR code of the address where anyone can check it. One that is not VALID or RECORDED says so in large letters.',
  })
  async pdf(
    @Root() root: CertificateType,
    @Arg('name', () => String, {
      nullable: true,
      description:
        'Name to print, as the holder states it, at most 100 characters: certificates name nobody. A line to write on when it is left out.',
    })
    name: string | null,
    @Ctx() context: Slice,
  ): Promise<string | null> {
    const { caller, now } = context;
    if (!isSelfOr(caller, root.participantId)) return null;
    const line = name === null || name === undefined ? null : readPrintedName(name);
    return (await printed(root, { name: line, state: stateOf(root, now()) }, context)).toString('base64');
  }

  @Declared(draftCertificate)
  async draftCertificate(
    @Arg('enrollment', () => ID, { description: 'Id of an enrolment in a course of your institution, COMPLETED.' })
    enrollment: string,
    @Ctx() { em, certificateDrafts, caller, language }: Slice,
  ): Promise<object> {
    return answer(draftCertificate, language, async () => {
      const { certificateId, claims } = await certificateDrafts.draft(em(), enrollment, caller);
      return { certificateId, claims: JSON.stringify(claims), issuer: String(claims.iss) };
    });
  }

  @Declared(issueCertificate)
  async issueCertificate(
    @Arg('enrollment', () => ID, { description: 'Id of the enrolment.' }) enrollment: string,
    @Arg('credential', () => String, { description: 'The VC-JWT: at most 65,536 characters.' }) credential: string,
    @IdempotencyKey() key: string,
    @Ctx() { em, certificates, caller, language, requestId, loaders }: Slice,
  ): Promise<object> {
    return answer(issueCertificate, language, async () => {
      const id = await certificates.issue(em(), { enrollment, credential }, { caller, key, requestId });
      return loaders.certificate.load(id);
    });
  }

  @Declared(revokeCertificate)
  async revokeCertificate(
    @Arg('id', () => ID, { description: "The certificate's id." }) id: string,
    @Arg('reason', () => String, { description: 'Why, for its holder: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, certificates, caller, language, requestId, loaders }: Slice,
  ): Promise<object> {
    return answer(revokeCertificate, language, async () =>
      loaders.certificate.load(await certificates.revoke(em(), { id, reason }, { caller, requestId })),
    );
  }
}

export const findCertificate = ({ id }: { id: string }, { loaders }: Slice) => loaders.certificate.load(id);
