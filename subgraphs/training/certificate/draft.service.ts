import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, run, type Transaction } from '../../kit/database.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import type { RowsOf } from '../../kit/statement.ts';
import type { Addresses } from './addresses.ts';
import { CertificateDraftEntity, StatusEntryEntity } from './certificate.entity.ts';
import { isIssuer, mayIssue } from './certificate.policy.ts';
import { refusals } from './certificate.refusal.ts';
import { FACTS, LOCK_ENROLLMENT } from './certificate.statement.ts';
import { type CredentialClaims, credentialOf, subjectOf, type TaughtSkill } from './credential.ts';
import { takePlace } from './status-list.place.ts';

const SALT_BYTES = 32;

/** A credential that the institution is to sign. */
export interface CertificateDraft {
  certificateId: string;
  enrollmentId: string;
  claims: CredentialClaims;
}

/** An enrolment that is completed and waits for its certificate, with what the certificate states. */
interface CompletedEnrollment extends RowsOf<typeof FACTS> {
  id: string;
  completedAt: Date;
  score: number;
  taught: TaughtSkill[];
}

interface DraftKey {
  participant: string;
  enrollment: string;
}

const query = queriesOver(CertificateDraftEntity, StatusEntryEntity);

const ALLOCATED = query<DraftKey>()('certificate-draft-allocated', (db, { participant, enrollment }) =>
  db
    .selectFrom('certificate_draft')
    .innerJoin('status_entry', 'status_entry.certificateId', 'certificate_draft.certificateId')
    .select(['certificate_draft.certificateId', 'salt', 'listNumber as list', 'place'])
    .where('participantId', '=', participant)
    .where('enrollmentId', '=', enrollment),
);

interface DraftValues extends DraftKey {
  certificate: string;
  course: string;
  version: number;
  score: number;
  skills: readonly string[];
  levels: readonly string[];
  salt: Buffer;
  claims: CredentialClaims;
  at: Date;
}

// A draft that is made again states what holds now, under the same id, salt and place.
const KEEP = query<DraftValues>()('certificate-draft-keep', (db, values) =>
  db
    .insertInto('certificate_draft')
    .values({
      participantId: values.participant,
      enrollmentId: values.enrollment,
      certificateId: values.certificate,
      courseId: values.course,
      courseVersion: values.version,
      score: values.score,
      skills: values.skills as string[],
      levels: values.levels as string[],
      salt: values.salt,
      claims: values.claims,
      draftedAt: values.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['participantId', 'enrollmentId']).doUpdateSet((set) => ({
        courseVersion: set.ref('excluded.courseVersion'),
        score: set.ref('excluded.score'),
        skills: set.ref('excluded.skills'),
        levels: set.ref('excluded.levels'),
        salt: set.ref('excluded.salt'),
        claims: set.ref('excluded.claims'),
        draftedAt: set.ref('excluded.draftedAt'),
      })),
    ),
);

/**
 * Locks an enrolment whose certificate the caller may issue, and checks that it is due.
 * @throws Refusal ENROLLMENT_UNKNOWN, ENROLLMENT_NOT_COMPLETED, CERTIFICATE_ALREADY_ISSUED
 */
export const lockCompleted = async (tx: Transaction, id: string, caller: Caller): Promise<CompletedEnrollment> => {
  const [facts] = isUuid(id) ? (await execute(tx, FACTS, [id])).rows : [];
  // To an institution another's enrolment and an unknown one are the same.
  if (!facts || !mayIssue(caller, facts.organization)) throw refusals.enrollmentUnknown();
  const [locked] = (await execute(tx, LOCK_ENROLLMENT, [facts.participant, id])).rows;
  if (locked?.status === 'CERTIFIED') throw refusals.alreadyIssued();
  const { completedAt, score, skills, levels } = facts;
  if (locked?.status !== 'COMPLETED' || completedAt === null || score === null || skills === null) {
    throw refusals.notCompleted();
  }
  const taught = skills.map((code, index) => ({ code, level: levels?.[index] ?? 'BASIC' }));
  return { ...facts, id, completedAt, score, taught };
};

/** Makes the credentials that institutions sign. */
export class DraftService {
  readonly #now: () => Date;
  readonly #addresses: Addresses;

  constructor({ now, addresses }: { now: () => Date; addresses: Addresses }) {
    this.#now = now;
    this.#addresses = addresses;
  }

  /**
   * Drafts the certificate of a completed enrolment, the same one however often it is called.
   * @throws Refusal FORBIDDEN, ENROLLMENT_UNKNOWN, ENROLLMENT_NOT_COMPLETED, CERTIFICATE_ALREADY_ISSUED
   */
  async draft(em: EntityManager, enrollmentId: string, caller: Caller): Promise<CertificateDraft> {
    touched('Enrollment', enrollmentId.slice(0, 64));
    if (!isIssuer(caller)) throw refusals.forbidden();
    return em.transactional(async (tx) => {
      const enrollment = await lockCompleted(tx, enrollmentId, caller);
      return this.#draft(tx, enrollment);
    });
  }

  async #draft(tx: Transaction, enrollment: CompletedEnrollment): Promise<CertificateDraft> {
    const now = this.#now();
    const key = { participant: enrollment.participant, enrollment: enrollment.id };
    const [kept] = await run(tx, ALLOCATED, key);
    const certificate = kept?.certificateId ?? uuidv7(now.getTime());
    const place = kept ?? (await takePlace(tx, certificate, now));
    const salt = kept?.salt ?? randomBytes(SALT_BYTES);
    const { course: id, version, title, description, hours, taught, score, completedAt } = enrollment;
    const facts = {
      certificateId: certificate,
      subject: subjectOf(salt, enrollment.participant),
      institution: { id: enrollment.institution, name: enrollment.institutionName },
      course: { id, version, title, description, hours },
      skills: taught,
      score,
      completedAt,
      status: { list: place.list, place: place.place },
    };
    const claims = credentialOf(facts, this.#addresses);
    const skills = taught.map(({ code }) => code);
    const levels = taught.map(({ level }) => level);
    await run(tx, KEEP, { ...key, certificate, course: id, version, score, skills, levels, salt, claims, at: now });
    return { certificateId: certificate, enrollmentId: enrollment.id, claims };
  }
}
