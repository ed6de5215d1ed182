import { z } from 'zod';
import { jsonOf } from '../../kit/env.ts';
import type { Tell } from '../../kit/facts.ts';
import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import { participantsBarred, recipientsRevoked } from '../recipient/index.ts';
import type { ClassService } from '../schedule/index.ts';
import { Sales } from './025-selling.migration.ts';
import { VoucherTries } from './026-voucher-tries.migration.ts';
import { EndService } from './end.service.ts';
import { EnrollmentEntity, OpenCourseEntity, VoucherTryEntity } from './enrollment.entity.ts';
import { invariants } from './enrollment.invariants.ts';
import { enrollmentLoaders } from './enrollment.loaders.ts';
import { EnrollmentResolver, findEnrollment } from './enrollment.resolver.ts';
import { ParticipantResolver } from './participant.resolver.ts';
import { PurchaseTokens } from './purchase-token.ts';
import { ReserveService } from './reserve.service.ts';
import {
  classCancelled,
  purchaseAuthorized,
  purchaseVoided,
  seatReleased,
  seatReserved,
  voidRequested,
  voucherRedeemed,
} from './sale.events.ts';
import { cancelClass, cancelReservation, issueVoucher, redeem, reserveSeat } from './sale.mutations.ts';
import { SaleResolver } from './sale.resolver.ts';
import { SaleService } from './sale.service.ts';
import { VoucherService } from './voucher.service.ts';

/** How often holds are looked for whose time is over. */
const EXPIRE_EVERY_MS = 5_000;

/** What signs purchase tokens: a private key of P-256 as a JSON Web Key. */
const purchaseTokenEnv = z.object({
  PURCHASE_TOKEN_KEY: jsonOf(
    z.object({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      d: z.string(),
      kid: z.string().min(1).max(64),
    }),
  ),
});

type PurchaseTokenEnv = z.infer<typeof purchaseTokenEnv>;

type Needs = Kit & { tell: Tell } & { classes: ClassService; env: PurchaseTokenEnv };

const services = ({ database, classes, outbox, tell, log, now, env }: Needs) => {
  const ends = new EndService({ database, classes, outbox, tell, now });
  return {
    ends,
    reservations: new ReserveService({ database, ends, outbox, tell, now }),
    sales: new SaleService({ ends, outbox, tell, log, now }),
    vouchers: new VoucherService({ outbox, tell, now }),
    purchaseTokens: new PurchaseTokens(env.PURCHASE_TOKEN_KEY),
  };
};

interface SaleServices {
  sales: SaleService;
}

export const enrollment = defineFeature({
  name: 'enrollment',
  env: purchaseTokenEnv,
  entities: [EnrollmentEntity, OpenCourseEntity, VoucherTryEntity],
  resolvers: [EnrollmentResolver, SaleResolver, ParticipantResolver],
  mutations: [reserveSeat, cancelReservation, issueVoucher, redeem, cancelClass],
  services,
  references: {
    Enrollment: findEnrollment,
    // The row is the programme office's; the fields added here check the caller themselves.
    Participant: (key: { id: string }) => key,
  },
  loaders: enrollmentLoaders,
  consumes: [
    when(purchaseAuthorized, ({ sales }: SaleServices) => sales.authorized),
    when(purchaseVoided, ({ sales }: SaleServices) => sales.voided),
    when(voidRequested, ({ sales }: SaleServices) => sales.voidRequested),
    when(recipientsRevoked, ({ sales }: SaleServices) => sales.revoked),
    when(participantsBarred, ({ sales }: SaleServices) => sales.barred),
  ],
  publishes: [seatReserved, seatReleased, voucherRedeemed, classCancelled],
  work: ({ log, ends }: Kit & { ends: EndService }) => [
    periodic(() => ends.expire(), {
      log,
      everyMs: EXPIRE_EVERY_MS,
      failure: 'seats that were not paid were not released',
    }),
  ],
  migrations: [
    { name: '025-selling', class: Sales },
    { name: '026-voucher-tries', class: VoucherTries },
  ],
  invariants,
  erasure: [
    {
      table: 'enrollment',
      keeps: 'it names the person by an id alone, which leads to nobody once pmo has erased them',
    },
    { table: 'open_course', keeps: 'it goes with the enrolment that it claims; it names the person by an id alone' },
  ],
});
