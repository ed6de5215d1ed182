import { declareMutation } from '../../kit/mutation.ts';
import { mayNotApply, mayNotManage } from './application.policy.ts';
import { refusals } from './application.refusal.ts';
import { MOST_MESSAGE } from './application.service.ts';
import { ApplicationStatus, transition } from './application.status.ts';
import { ApplicationType } from './application.type.ts';
import { DAILY_INVITATIONS, MESSAGE, MOST_PSEUDONYMS } from './invitation.service.ts';
import { InvitationStatus, transition as transitionInvitation } from './invitation.status.ts';
import { InvitationType, InvitedAlumniType } from './invitation.type.ts';

const payload = { field: 'application', type: () => ApplicationType };
const message = refusals.message(1, MOST_MESSAGE);

export const applyToVacancy = declareMutation({
  name: 'applyToVacancy',
  does: 'Applies for an open vacancy: the portal that publishes it may read the name and the contact of the caller until the application is withdrawn or rejected.',
  takes: 'the scope `self`',
  refusals: [mayNotApply(), refusals.vacancyNotOpen(), refusals.applyElsewhere(), refusals.alreadyApplied(), message],
  isKeyed: true,
  weight: 20,
  payload: { ...payload, description: 'The application, or why there is none.', fieldDescription: 'The application.' },
});

export const withdrawApplication = declareMutation({
  name: 'withdrawApplication',
  does: 'Takes an application of the caller back, for ever; the portal may not read any more who it was.',
  takes: 'the scope `self`',
  refusals: [
    mayNotApply(),
    refusals.applicationUnknown(),
    transition.refusal(ApplicationStatus.HIRED, ApplicationStatus.WITHDRAWN),
  ],
  weight: 10,
  payload: {
    ...payload,
    description: 'The application, or why it was not withdrawn.',
    fieldDescription: 'The application, WITHDRAWN.',
  },
});

export const updateApplication = declareMutation({
  name: 'updateApplication',
  does: 'Moves an application for a vacancy of your portal on. Rejecting it ends your access to the name and the contact of the person.',
  takes: 'the scope `application:manage`, of a job portal',
  refusals: [
    mayNotManage(),
    refusals.applicationUnknown(),
    transition.refusal(ApplicationStatus.WITHDRAWN, ApplicationStatus.INTERVIEW),
  ],
  weight: 10,
  payload: {
    ...payload,
    description: 'The application, or why it was not moved on.',
    fieldDescription: 'The application.',
  },
});

export const inviteAlumni = declareMutation({
  name: 'inviteAlumni',
  does: `Invites up to ${MOST_PSEUDONYMS} alumni whom your portal found to apply for an open vacancy of its own, by their pseudonyms. The programme passes the message on to those who consented to invitations; you learn who it is when one accepts. Nobody is invited to a vacancy twice. A portal sends a limited number a day, see \`Portal.invitationQuota\`.`,
  takes: 'the scope `application:manage`, of a job portal',
  refusals: [
    mayNotManage(),
    refusals.pseudonyms(MOST_PSEUDONYMS),
    refusals.message(MESSAGE.least, MESSAGE.most),
    refusals.vacancyUnknown(),
    refusals.vacancyNotOpen(),
    refusals.portalSuspended(),
    refusals.invitationQuota(DAILY_INVITATIONS),
  ],
  isKeyed: true,
  weight: 50,
  payload: {
    field: 'invitations',
    type: () => InvitedAlumniType,
    description: 'What became of each pseudonym, or why nobody was invited.',
    fieldDescription: 'What became of each pseudonym.',
  },
});

export const answerInvitation = declareMutation({
  name: 'answerInvitation',
  does: 'Answers an invitation of the caller. Accepting applies for the vacancy, which shows the portal who it is; the portal does not learn that one was declined.',
  takes: 'the scope `self`',
  refusals: [
    mayNotApply(),
    refusals.invitationUnknown(),
    transitionInvitation.refusal(InvitationStatus.LAPSED, InvitationStatus.ACCEPTED),
    refusals.vacancyNotOpen(),
    message,
  ],
  weight: 20,
  payload: {
    field: 'invitation',
    type: () => InvitationType,
    scopes: ['self', 'participant:read'],
    description: 'The invitation, or why it was not answered.',
    fieldDescription: 'The invitation, ACCEPTED or DECLINED.',
  },
});
