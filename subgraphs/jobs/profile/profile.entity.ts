import { defineEntity, p } from '@mikro-orm/core';

/** What the certificates of a person prove. */
export const SkillProfileEntity = defineEntity({
  name: 'SkillProfile',
  tableName: 'skill_profile',
  properties: {
    participantId: p.uuid().primary(),
    skills: p.array<string>(),
    /** When the newest certificate in it was issued. */
    updatedAt: p.datetime(),
    /** Lists of many people hold it instead of the id. It is given by the database, and leads to nobody without the row. */
    number: p.integer(),
  },
});

/** A certificate of a person; null times are not known yet, since events come in any order. */
export const ProfileCertificateEntity = defineEntity({
  name: 'ProfileCertificate',
  tableName: 'profile_certificate',
  primaryKeys: ['participantId', 'certificateId'],
  properties: {
    participantId: p.uuid().primary(),
    certificateId: p.uuid().primary(),
    skills: p.array().columnType('text[]').$type<string[]>().defaultRaw(`'{}'`),
    /** The level of each skill, in the same order; null where it is not known. */
    levels: p.array<string>().strictNullable(),
    issuedAt: p.datetime().strictNullable(),
    revokedAt: p.datetime().strictNullable(),
  },
});

/** A person of whom nothing is kept any more, whatever comes later. */
export const ErasedParticipantEntity = defineEntity({
  name: 'ErasedParticipant',
  tableName: 'erased_participant',
  properties: {
    participantId: p.uuid().primary(),
    erasedAt: p.datetime().defaultRaw('now()'),
  },
});
