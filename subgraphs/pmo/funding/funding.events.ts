import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/**
 * What a wave needs of the budget of a year: `quota` people, each of whom may be paid `perPerson` rupiah (training balance,
 * incentives and surveys). Asked before the draw, and again with less when fewer are awarded; the last attempt holds.
 */
export const fundingRequested = defineEvent({
  type: 'pmo.funding.requested',
  version: 1,
  data: z.object({
    wave: z.int().positive(),
    attempt: z.int().positive(),
    quota: z.int().nonnegative(),
    perPerson: z.int().positive(),
    year: z.int().positive(),
  }),
});

const outcomes = ['COMMITTED', 'REFUSED'] as const;
export type FundingOutcome = (typeof outcomes)[number];

/** What `pmo` reads of the answer. */
export const fundingDecided = defineEvent({
  type: 'payments.funding.decided',
  version: 1,
  data: z.object({
    wave: z.int32().positive(),
    attempt: z.int32().positive(),
    outcome: z.enum(outcomes),
    reason: z.string().max(100).nullable(),
    at: z.iso.datetime({ offset: true }),
  }),
});
