import { defineFeature, when } from '../../kit/feature.ts';
import { SharedContacts } from './062-shared-contacts.migration.ts';
import { SharedContactEntity } from './applicant.entity.ts';
import { applicationEnded, applicationSubmitted } from './applicant.events.ts';
import {
  ApplicantResolver,
  ApplicationApplicantResolver,
  applicantLoaders,
  findApplication,
} from './applicant.resolver.ts';
import { end, share } from './applicant.service.ts';
import { ApplicationType } from './applicant.type.ts';

/** Shows a portal who applied to it: identity stays in the vault of the programme office. */
export const applicant = defineFeature({
  name: 'applicant',
  entities: [SharedContactEntity],
  resolvers: [ApplicationApplicantResolver, ApplicantResolver],
  types: [ApplicationType],
  references: { Application: findApplication },
  loaders: applicantLoaders,
  consumes: [when(applicationSubmitted, () => share), when(applicationEnded, () => end)],
  migrations: [{ name: '062-shared-contacts', class: SharedContacts }],
  invariants: [
    {
      name: 'nobody who was erased is shown to a portal',
      sql: `select application_id from shared_contact join subject_key on subject_id = participant_id
        where destroyed_at is not null`,
    },
  ],
  erasure: [
    { table: 'shared_contact', statement: 'delete from shared_contact where participant_id = any($1::uuid[])' },
  ],
});
