import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { Applications } from './041-applications.migration.ts';
import { ApplicationEntity, InvitationEntity } from './application.entity.ts';
import { applicationEnded, applicationSubmitted } from './application.events.ts';
import { applicationLoaders } from './application.loader.ts';
import {
  answerInvitation,
  applyToVacancy,
  inviteAlumni,
  updateApplication,
  withdrawApplication,
} from './application.mutations.ts';
import {
  ApplicationResolver,
  findApplication,
  ParticipantApplicationsResolver,
  PortalApplicationsResolver,
  VacancyApplicationsResolver,
} from './application.resolver.ts';
import { ApplicationService } from './application.service.ts';
import {
  InvitationResolver,
  ParticipantInvitationsResolver,
  SentInvitationResolver,
  VacancyInvitationsResolver,
} from './invitation.resolver.ts';
import { InvitationService } from './invitation.service.ts';

export const application = defineFeature({
  name: 'application',
  entities: [ApplicationEntity, InvitationEntity],
  resolvers: [
    ApplicationResolver,
    ParticipantApplicationsResolver,
    VacancyApplicationsResolver,
    PortalApplicationsResolver,
    InvitationResolver,
    SentInvitationResolver,
    ParticipantInvitationsResolver,
    VacancyInvitationsResolver,
  ],
  mutations: [applyToVacancy, withdrawApplication, updateApplication, inviteAlumni, answerInvitation],
  references: { Application: findApplication },
  services: ({ outbox, tell, now }: Pick<Kit, 'outbox' | 'now'> & FactServices) => {
    const applications = new ApplicationService({ outbox, tell, now });
    return { applications, invitations: new InvitationService({ applications, now }) };
  },
  loaders: applicationLoaders,
  publishes: [applicationSubmitted, applicationEnded],
  migrations: [{ name: '041-applications', class: Applications }],
  invariants: [
    {
      name: 'an invitation that was accepted has an application of the same person for the same vacancy',
      sql: `select invitation.id from invitation join application on application.id = application_id
        where (application.participant_id, application.vacancy_id)
          <> (invitation.participant_id, invitation.vacancy_id)`,
    },
    {
      name: 'an application is at the portal of its vacancy',
      sql: `select application.id from application join vacancy on vacancy.id = vacancy_id
        where application.portal_id <> vacancy.portal_id`,
    },
    {
      name: 'nobody who was erased applies or is invited',
      sql: `select application.id from application join erased_participant using (participant_id)
        union all select invitation.id from invitation join erased_participant using (participant_id)`,
    },
  ],
  erasure: [
    { table: 'invitation', statement: 'delete from invitation where participant_id = any($1::uuid[])' },
    { table: 'application', statement: 'delete from application where participant_id = any($1::uuid[])' },
  ],
});
