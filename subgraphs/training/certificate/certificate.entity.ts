import { defineEntity, p } from '@mikro-orm/core';
import type { CertificateStatus } from './certificate.status.ts';
import type { CredentialClaims } from './credential.ts';
import type { SigningKey } from './signing-key.ts';

/** The participant leads the key: the table can be distributed by it. */
export const CertificateEntity = defineEntity({
  name: 'Certificate',
  tableName: 'certificate',
  primaryKeys: ['participantId', 'id'],
  properties: {
    participantId: p.uuid().primary(),
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    enrollmentId: p.uuid(),
    courseId: p.uuid(),
    courseVersion: p.integer().default(1),
    /** When it was recorded here. */
    issuedAt: p.datetime(),
    score: p.integer(),
    /** Codes of the skills that the course taught then. */
    skills: p.array<string>(),
    /** The level of each skill, in the same order; null without a credential. */
    levels: p.array<string>().strictNullable(),
    /** The signed credential, a VC-JWT; null for a certificate from before they were signed. */
    credential: p.text().strictNullable(),
    /** The key that signed it. */
    kid: p.text().strictNullable(),
    validUntil: p.datetime().strictNullable(),
    status: p
      .text()
      .$type<CertificateStatus>()
      .default('VALID' as CertificateStatus),
    revokedAt: p.datetime().strictNullable(),
    revocationReason: p.text().strictNullable(),
  },
});

/** A public key with which an institution signs credentials. */
export const CertificateKeyEntity = defineEntity({
  name: 'CertificateKey',
  tableName: 'certificate_key',
  properties: {
    /** Its thumbprint (RFC 7638). */
    kid: p.text().primary(),
    institutionId: p.uuid(),
    jwk: p.json().$type<SigningKey>().columnType('jsonb'),
    validFrom: p.datetime(),
    validUntil: p.datetime().strictNullable(),
    /** From then on somebody else may have signed with it. */
    compromisedAt: p.datetime().strictNullable(),
    registeredAt: p.datetime(),
  },
});

/** A list of the states of certificates, as it is published. */
export const StatusListEntity = defineEntity({
  name: 'StatusList',
  tableName: 'status_list',
  properties: {
    number: p.integer().primary(),
    openedAt: p.datetime(),
  },
});

/** A certificate's place in a list. */
export const StatusEntryEntity = defineEntity({
  name: 'StatusEntry',
  tableName: 'status_entry',
  primaryKeys: ['listNumber', 'place'],
  properties: {
    listNumber: p.integer().primary(),
    place: p.integer().primary(),
    certificateId: p.uuid(),
    isRevoked: p.boolean().default(false),
  },
});

/** A credential that waits for the institution's signature, and the salt of its subject. */
export const CertificateDraftEntity = defineEntity({
  name: 'CertificateDraft',
  tableName: 'certificate_draft',
  primaryKeys: ['participantId', 'enrollmentId'],
  properties: {
    participantId: p.uuid().primary(),
    enrollmentId: p.uuid().primary(),
    certificateId: p.uuid(),
    courseId: p.uuid(),
    courseVersion: p.integer(),
    score: p.integer(),
    skills: p.array<string>(),
    levels: p.array<string>(),
    /** Null once the person was erased: nobody can open the subject then. */
    salt: p.blob().$type<Buffer>().columnType('bytea').strictNullable(),
    claims: p.json().$type<CredentialClaims>().columnType('jsonb'),
    draftedAt: p.datetime(),
  },
});
