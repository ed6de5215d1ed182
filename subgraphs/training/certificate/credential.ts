import { createHash } from 'node:crypto';
import type { Addresses } from './addresses.ts';

/** A skill that the course taught, and how far. */
export interface TaughtSkill {
  code: string;
  level: string;
}

/** Everything that a credential states. */
export interface CredentialFacts {
  certificateId: string;
  /** The hash that stands for the holder, of `subjectOf`. */
  subject: string;
  institution: { id: string; name: string };
  course: { id: string; version: number; title: string; description: string; hours: number };
  skills: readonly TaughtSkill[];
  /** 0 to 100 */
  score: number;
  completedAt: Date;
  status: { list: number; place: number };
}

/** A credential as JSON. */
export type CredentialClaims = Readonly<Record<string, unknown>>;

/** Verifiable Credentials 2.0, and Open Badges 3.0 over it; the order counts. */
const CONTEXT = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'];

/** How skills may be taught, the lowest first. */
const LEVELS = ['BASIC', 'INTERMEDIATE', 'ADVANCED'];

/** Returns the moment as the data model has it, whole seconds in UTC. */
const instant = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** Returns whole seconds since 1970, as JWT claims have them. */
export const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1000);

/**
 * Returns the name that stands for a holder: the SHA-256 of the salt and the id, as a URI (RFC 6920). Only who knows the
 * salt can connect the two.
 */
export const subjectOf = (salt: Uint8Array, participantId: string): string =>
  `ni:///sha-256;${createHash('sha256').update(salt).update(participantId).digest('base64url')}`;

const achievementOf = ({ course, skills }: CredentialFacts, addresses: Addresses) => {
  const id = addresses.achievement(course.id, course.version);
  return {
    id,
    type: ['Achievement'],
    achievementType: 'Course',
    name: course.title,
    description: course.description,
    version: String(course.version),
    criteria: { narrative: `Attended the course of ${course.hours} hours and passed its final assessment.` },
    alignment: skills.map(({ code }) => ({
      type: ['Alignment'],
      targetCode: code,
      targetName: code,
      targetFramework: 'Prakerja skills',
      targetUrl: addresses.skill(code),
    })),
    resultDescription: [
      {
        id: `${id}#score`,
        type: ['ResultDescription'],
        name: 'Final assessment',
        resultType: 'Percent',
        valueMin: '0',
        valueMax: '100',
      },
      ...skills.map(({ code }) => ({
        id: `${id}#${code}`,
        type: ['ResultDescription'],
        name: `Level in ${code}`,
        resultType: 'PerformanceLevel',
        allowedValue: LEVELS,
      })),
    ],
  };
};

/**
 * Returns the credential that an institution is to sign: an OpenBadgeCredential with the registered claims of its JWT
 * beside it (Open Badges 3.0, section 8.2). The signer adds `iat`, and `validUntil` with `exp` where it expires.
 */
export const credentialOf = (facts: CredentialFacts, addresses: Addresses): CredentialClaims => {
  const { certificateId, subject, institution, skills, score, completedAt, status } = facts;
  const id = addresses.certificate(certificateId);
  const issuer = addresses.institution(institution.id);
  const achievement = achievementOf(facts, addresses);
  const list = addresses.statusList(status.list);
  return {
    '@context': CONTEXT,
    id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: achievement.name,
    issuer: { id: issuer, type: ['Profile'], name: institution.name },
    validFrom: instant(completedAt),
    credentialSubject: {
      id: subject,
      type: ['AchievementSubject'],
      achievement,
      result: [
        { type: ['Result'], resultDescription: `${achievement.id}#score`, value: String(score) },
        ...skills.map(({ code, level }) => ({
          type: ['Result'],
          resultDescription: `${achievement.id}#${code}`,
          value: level,
        })),
      ],
    },
    credentialStatus: {
      id: `${list}#${status.place}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(status.place),
      statusListCredential: list,
    },
    iss: issuer,
    jti: id,
    nbf: secondsOf(completedAt),
    sub: subject,
  };
};
