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

/** What a portal has sent on a day. */
export const InvitationQuotaEntity = defineEntity({
  name: 'InvitationQuota',
  tableName: 'invitation_quota',
  primaryKeys: ['portalId', 'day'],
  properties: {
    portalId: p.uuid().primary(),
    day: p.date().primary(),
    /** Invitations, by pseudonym. */
    sent: p.integer(),
    /** Invitations whose pseudonym leads to nobody, and for how many of these the alarm was raised. */
    canaries: p.integer().default(0),
    notedCanaries: p.integer().default(0),
  },
});

/** A portal's wish that somebody applies, whom it knows by a pseudonym; of a canary the person is nobody. */
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
