import { defineEntity, p } from '@mikro-orm/core';
import type { Education, Occupation, WorkStatus } from '../profile/index.ts';
import type { NikRegionStatus } from '../region/index.ts';
import type { ParticipantStatus } from './participant.status.ts';

/** A person in the programme: how far they have come, and what they stated at registration. */
export const ParticipantEntity = defineEntity({
  name: 'Participant',
  tableName: 'participant',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    status: p.text().$type<ParticipantStatus>(),
    name: p.text(),
    birthDate: p.date(),
    regionCode: p.text(),
    workStatus: p.text().$type<WorkStatus>(),
    interests: p.array().columnType('text[]').$type<string[]>().defaultRaw(`'{}'`),
    isSynthetic: p.boolean().default(false),
    registeredAt: p.datetime(),
    education: p.text().$type<Education>().strictNullable(),
    isInFormalEducation: p.boolean().default(false),
    occupation: p.text().$type<Occupation>().defaultRaw(`'NONE'`),
    motivation: p.text().strictNullable(),
    abilityScore: p.smallint().strictNullable(),
    abilitySeconds: p.integer().strictNullable(),
    sex: p.text().$type<'FEMALE' | 'MALE'>().strictNullable(),
    phoneConfirmedAt: p.datetime().strictNullable(),
    emailConfirmedAt: p.datetime().strictNullable(),
    /** Counts the corrections, from 1. */
    version: p.integer().default(1),
    /** What the person was before they were barred. */
    barredFrom: p
      .text()
      .$type<ParticipantStatus.RECIPIENT | ParticipantStatus.ACTIVE | ParticipantStatus.ALUMNI>()
      .strictNullable(),
    nikPlace: p.text().$type<NikRegionStatus>().defaultRaw(`'CURRENT'`),
    /** The birth date in the NIK where the stated one is another, for the registry's check. */
    nikBirthDate: p.date().strictNullable(),
  },
});
