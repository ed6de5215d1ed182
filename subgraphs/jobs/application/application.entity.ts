import { defineEntity, p } from '@mikro-orm/core';
import type { ApplicationStatus } from './application.status.ts';
import type { StoredInvitationStatus } from './invitation.status.ts';

/** Somebody who wants the work of a vacancy; the participant leads the key. */
export const ApplicationEntity = defineEntity({
  name: 'Application',
  tableName: 'application',
  primaryKeys: ['participantId', 'id'],
  properties: {
    participantId: p.uuid().primary(),
    id: p.uuid().primary(),
    vacancyId: p.uuid(),
    portalId: p.uuid(),
    status: p.text().$type<ApplicationStatus>(),
    /** What the person writes to the portal. */
    message: p.text().strictNullable(),
    submittedAt: p.datetime(),
    changedAt: p.datetime(),
  },
});

/** A portal's wish that somebody applies, whom it knows by a pseudonym. */
export const InvitationEntity = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  primaryKeys: ['participantId', 'id'],
  properties: {
    participantId: p.uuid().primary(),
    id: p.uuid().primary(),
    vacancyId: p.uuid(),
    portalId: p.uuid(),
    /** Name of the person in the search in which the portal found them. */
    pseudonym: p.text(),
    message: p.text(),
    status: p.text().$type<StoredInvitationStatus>(),
    /** The application that came of it. */
    applicationId: p.uuid().strictNullable(),
    sentAt: p.datetime(),
    until: p.datetime(),
    answeredAt: p.datetime().strictNullable(),
  },
});
