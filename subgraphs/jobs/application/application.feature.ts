import { z } from 'zod';
import type { FactServices } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { Applications } from './041-applications.migration.ts';
import { InvitationCaps } from './046-invitation-caps.migration.ts';
import { ApplicationEntity, InvitationEntity, InvitationQuotaEntity } from './application.entity.ts';
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
import { FORGET_INVITED } from './application.statement.ts';
import { noteInvitedCanaries } from './canary.service.ts';
import {
  InvitationResolver,
  ParticipantInvitationsResolver,
  PortalInvitationQuotaResolver,
  SentInvitationResolver,
  VacancyInvitationsResolver,
} from './invitation.resolver.ts';
import { DAILY_INVITATIONS, InvitationService } from './invitation.service.ts';

const env = z.object({
  /** Invitations that a portal sends on a day. */
  INVITATIONS_PER_DAY: z.coerce.number().int().min(1).max(100_000).default(DAILY_INVITATIONS),
});

const MINUTE_MS = 60_000;

type ApplicationKit = Pick<Kit, 'outbox' | 'now'> & FactServices & { env: z.infer<typeof env> };

export const application = defineFeature({
  name: 'application',
  env,
  entities: [ApplicationEntity, InvitationEntity, InvitationQuotaEntity],
  resolvers: [
    ApplicationResolver,
    ParticipantApplicationsResolver,
    VacancyApplicationsResolver,
    PortalApplicationsResolver,
    InvitationResolver,
    SentInvitationResolver,
    ParticipantInvitationsResolver,
    PortalInvitationQuotaResolver,
    VacancyInvitationsResolver,
  ],
  mutations: [applyToVacancy, withdrawApplication, updateApplication, inviteAlumni, answerInvitation],
  references: { Application: findApplication },
  services: ({ outbox, tell, now, env: { INVITATIONS_PER_DAY: limit } }: ApplicationKit) => {
    const applications = new ApplicationService({ outbox, tell, now });
    return { applications, invitations: new InvitationService({ applications, now, limit }) };
  },
  loaders: applicationLoaders,
  publishes: [applicationSubmitted, applicationEnded],
  work: (kit: Pick<Kit, 'database' | 'audit' | 'log'>) => [
    periodic(() => noteInvitedCanaries(kit), {
      log: kit.log,
      everyMs: MINUTE_MS,
      failure: 'invited canaries were not looked for',
    }),
  ],
  migrations: [
    { name: '041-applications', class: Applications },
    { name: '046-invitation-caps', class: InvitationCaps },
  ],
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
    { table: 'invitation', statement: FORGET_INVITED },
    { table: 'application', statement: 'delete from application where participant_id = any($1::uuid[])' },
  ],
});
