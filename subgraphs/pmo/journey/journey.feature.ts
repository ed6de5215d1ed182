import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { Journeys } from './034-journeys.migration.ts';
import { EarnedCertificateEntity, PurchaseDeadlineEntity, PurchaseEntity } from './journey.entity.ts';
import {
  certificateIssued,
  certificateRevoked,
  classCancelled,
  deadlineExtended,
  purchaseAuthorized,
  seatReleased,
} from './journey.events.ts';
import { journeyLoaders, PurchaseDeadlineResolver } from './journey.resolver.ts';
import { JourneyService } from './journey.service.ts';

interface Services {
  journeys: JourneyService;
}

const keeps = 'the award that it proves is once in a lifetime; it names the person by an id alone';

export const journey = defineFeature({
  name: 'journey',
  entities: [PurchaseEntity, EarnedCertificateEntity, PurchaseDeadlineEntity],
  resolvers: [PurchaseDeadlineResolver],
  services: ({ outbox, now }: Pick<Kit, 'outbox' | 'now'>) => ({ journeys: new JourneyService({ outbox, now }) }),
  loaders: journeyLoaders,
  consumes: [
    when(purchaseAuthorized, ({ journeys }: Services) => journeys.bought),
    when(seatReleased, ({ journeys }: Services) => journeys.released),
    when(certificateIssued, ({ journeys }: Services) => journeys.certified),
    when(certificateRevoked, ({ journeys }: Services) => journeys.uncertified),
    when(classCancelled, ({ journeys }: Services) => journeys.extend),
  ],
  publishes: [deadlineExtended],
  migrations: [{ name: '034-journeys', class: Journeys }],
  invariants: [
    {
      name: 'nobody whose only purchases were undone is ACTIVE',
      sql: `select id from participant where status = 'ACTIVE'
        and exists (select from purchase where participant_id = id and authorized_at is not null)
        and not exists (select from purchase where participant_id = id and authorized_at is not null
          and (released_at is null or release_reason = 'CLASS_CANCELLED'))`,
    },
    {
      name: 'nobody who has a purchase is a RECIPIENT',
      sql: `select participant_id from purchase join participant on id = participant_id
        where status = 'RECIPIENT' and authorized_at is not null and released_at is null`,
    },
  ],
  erasure: [
    { table: 'purchase', keeps },
    { table: 'earned_certificate', keeps },
    { table: 'purchase_deadline', keeps },
  ],
});
