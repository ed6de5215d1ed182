import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, run, type Transaction } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Tell } from '../../kit/facts.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { certifyAll } from '../enrollment/index.ts';
import type { Addresses } from './addresses.ts';
import {
  CertificateDraftEntity,
  CertificateEntity,
  CertificateKeyEntity,
  StatusEntryEntity,
} from './certificate.entity.ts';
import { certificateIssued, certificateRevoked } from './certificate.events.ts';
import { isIssuer, isRevoker, mayRevoke } from './certificate.policy.ts';
import { refusals } from './certificate.refusal.ts';
import { LOCK_KEY, TEACHER } from './certificate.statement.ts';
import { CertificateStatus, transition } from './certificate.status.ts';
import { checkClaims } from './credential.check.ts';
import { isSignedBy, readCredential, type SignedCredential } from './credential.jwt.ts';
import { secondsOf } from './credential.ts';
import { lockCompleted } from './draft.service.ts';

interface SignedCertificate {
  enrollment: string;
  /** A VC-JWT. */
  credential: string;
}

interface CertificateCall {
  caller: Caller;
  requestId: string;
}

interface CertificateServiceOptions {
  now: () => Date;
  outbox: Outbox;
  tell: Tell;
  addresses: Addresses;
}

/** The organisations of a course. */
interface Partners {
  organization: string | null;
  platform: string | null;
}

const partnersOf = ({ organization, platform }: Partners): string[] =>
  [organization, platform].filter((each) => each !== null);

interface DraftKey {
  participant: string;
  enrollment: string;
}

const query = queriesOver(CertificateEntity, CertificateDraftEntity, CertificateKeyEntity, StatusEntryEntity);

const KEY = query<{ kid: string; institution: string }>()('certificate-key-of-institution', (db, values) =>
  db
    .selectFrom('certificate_key')
    .select('jwk')
    .where('kid', '=', values.kid)
    .where('institutionId', '=', values.institution),
);

const DRAFT = query<DraftKey>()('certificate-draft-by-enrollment', (db, values) =>
  db
    .selectFrom('certificate_draft')
    .select(['certificateId', 'courseVersion', 'score', 'skills', 'levels', 'claims'])
    .where('participantId', '=', values.participant)
    .where('enrollmentId', '=', values.enrollment),
);

interface NewCertificate extends DraftKey {
  id: string;
  course: string;
  version: number;
  at: Date;
  score: number;
  skills: readonly string[];
  levels: readonly string[];
  credential: string;
  kid: string;
  validUntil: Date | null;
}

const INSERT = query<NewCertificate>()('certificate-insert', (db, values) =>
  db.insertInto('certificate').values({
    participantId: values.participant,
    id: values.id,
    enrollmentId: values.enrollment,
    courseId: values.course,
    courseVersion: values.version,
    issuedAt: values.at,
    score: values.score,
    skills: values.skills as string[],
    levels: values.levels as string[],
    credential: values.credential,
    kid: values.kid,
    validUntil: values.validUntil,
    revokedAt: null,
    revocationReason: null,
  }),
);

const REVOKE_ENTRY = query<{ certificate: string }>()('status-entry-revoke', (db, { certificate }) =>
  db.updateTable('status_entry').set('isRevoked', true).where('certificateId', '=', certificate),
);

/** Issues and revokes certificates. */
export class CertificateService {
  readonly #now: () => Date;
  readonly #outbox: Outbox;
  readonly #tell: Tell;
  readonly #addresses: Addresses;

  constructor({ now, outbox, tell, addresses }: CertificateServiceOptions) {
    this.#now = now;
    this.#outbox = outbox;
    this.#tell = tell;
    this.#addresses = addresses;
  }

  /**
   * Issues what the institution signed, once for each enrolment.
   * @returns the certificate's id
   * @throws Refusal FORBIDDEN, ENROLLMENT_UNKNOWN, ENROLLMENT_NOT_COMPLETED, CERTIFICATE_ALREADY_ISSUED,
   * CERTIFICATE_NOT_DRAFTED, CREDENTIAL_MALFORMED, CREDENTIAL_KEY_UNKNOWN, CREDENTIAL_KEY_NOT_VALID,
   * CREDENTIAL_SIGNATURE_WRONG, what `checkClaims` throws, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async issue(
    em: EntityManager,
    input: SignedCertificate,
    { caller, key, requestId }: CertificateCall & { key: string },
  ): Promise<string> {
    touched('Enrollment', input.enrollment.slice(0, 64));
    if (!isIssuer(caller)) throw refusals.forbidden();
    const signed = readCredential(input.credential);
    const call = { caller: caller.id ?? '', operation: 'issueCertificate', key, body: input };
    return em.transactional((tx) => once(tx, call, () => this.#issue(tx, { ...input, signed }, { caller, requestId })));
  }

  async #issue(
    tx: EntityManager,
    input: SignedCertificate & { signed: SignedCredential },
    { caller, requestId }: CertificateCall,
  ): Promise<string> {
    const { signed, credential } = input;
    const enrollment = await lockCompleted(tx, input.enrollment, caller);
    const now = this.#now();
    const key = await this.#keyOf(tx, signed, enrollment.institution);
    const place = { participant: enrollment.participant, enrollment: enrollment.id };
    const [draft] = await run(tx, DRAFT, place);
    if (!draft) throw refusals.notDrafted();
    const { signedAt, validUntil } = checkClaims(draft.claims, signed.claims, now);
    if (secondsOf(signedAt) < secondsOf(key.validFrom)) throw refusals.dates(['iat']);
    const { certificateId: id, courseVersion: version, score, skills, levels } = draft;
    touched('Certificate', id);
    const course = enrollment.course;
    const { kid } = key;
    await run(tx, INSERT, {
      ...place,
      id,
      course,
      version,
      at: now,
      score,
      skills,
      levels,
      credential,
      kid,
      validUntil,
    });
    const moved = await certifyAll(tx, [{ participant: enrollment.participant, enrollment: enrollment.id }]);
    if (moved !== 1) throw new Error(`enrolment ${enrollment.id} is locked and COMPLETED, and yet was not certified`);
    const at = now.toISOString();
    const fact = { certificate: id, ...place, course, skills, levels, issuedAt: at };
    await this.#outbox.add(tx, certificateIssued, { data: { certificates: [fact], at }, requestId });
    const data = { certificate: id, enrollment: enrollment.id, course };
    const facts = partnersOf(enrollment).map((organization) => ({
      organization,
      type: 'certificate.issued' as const,
      subject: id,
      data,
    }));
    await this.#tell(tx, facts, requestId);
    return id;
  }

  /** Returns the key that signed, locked and valid now. */
  async #keyOf(tx: Transaction, signed: SignedCredential, institution: string) {
    const [issuer, kid = ''] = signed.header.kid.split('#');
    if (issuer !== this.#addresses.institution(institution)) throw refusals.keyUnknown();
    const [key] = await run(tx, KEY, { kid, institution });
    if (!key) throw refusals.keyUnknown();
    const [locked] = (await execute(tx, LOCK_KEY, [kid])).rows;
    const now = this.#now();
    const hasEnded = !locked || (locked.validUntil !== null && locked.validUntil <= now);
    if (hasEnded || locked.validFrom > now || locked.compromisedAt !== null) throw refusals.keyNotValid();
    if (!isSignedBy(signed, key.jwk)) throw refusals.signature();
    return { kid, validFrom: locked.validFrom };
  }

  /**
   * Revokes a certificate, for ever.
   * @returns its id
   * @throws Refusal FORBIDDEN, REASON_MALFORMED, CERTIFICATE_UNKNOWN, CERTIFICATE_TRANSITION_ILLEGAL
   */
  async revoke(
    em: EntityManager,
    input: { id: string; reason: string },
    { caller, requestId }: CertificateCall,
  ): Promise<string> {
    const { id } = input;
    touched('Certificate', id.slice(0, 64));
    if (!isRevoker(caller)) throw refusals.mayNotRevoke();
    const reason = typedWithin(input.reason, { least: 3, most: 500 });
    if (reason === null) throw refusals.reason();
    if (!isUuid(id)) throw refusals.unknown();
    return em.transactional(async (tx) => {
      const certificate = await tx.findOne(CertificateEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!certificate) throw refusals.unknown();
      const [teacher] = (await execute(tx, TEACHER, [certificate.courseId])).rows;
      if (!mayRevoke(caller, teacher?.organization ?? null)) throw refusals.unknown();
      const now = this.#now();
      certificate.status = transition(certificate.status, CertificateStatus.REVOKED);
      certificate.revokedAt = now;
      certificate.revocationReason = reason;
      await tx.flush();
      await run(tx, REVOKE_ENTRY, { certificate: id });
      const { participantId: participant, enrollmentId: enrollment } = certificate;
      const data = { certificate: id, enrollment, participant, reason, at: now.toISOString() };
      await this.#outbox.add(tx, certificateRevoked, { data, requestId });
      const told = { certificate: id, enrollment, course: certificate.courseId, reason };
      const facts = partnersOf(teacher ?? { organization: null, platform: null }).map((organization) => ({
        organization,
        type: 'certificate.revoked' as const,
        subject: id,
        data: told,
      }));
      await this.#tell(tx, facts, requestId);
      return id;
    });
  }
}
