import { defineEntity, p } from '@mikro-orm/core';

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
    issuedAt: p.datetime(),
    score: p.integer(),
    /** Codes of the skills that the course taught then. */
    skills: p.array<string>(),
  },
});
