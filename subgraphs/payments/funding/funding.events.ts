import { z } from 'zod';
import { defineEvent } from '../../kit/events/event.ts';

/**
 * What payments reads of the money that a wave needs in all: `quota` people, each of whom may be paid `perPerson`
 * rupiah. A later attempt replaces an earlier one, and may ask for less or for nothing.
 */
export const fundingRequested = defineEvent({
  type: 'pmo.funding.requested',
  version: 1,
  data: z.object({
    wave: z.int32().positive(),
    attempt: z.int32().positive(),
    quota: z.int32().nonnegative(),
    perPerson: z.int().positive(),
    year: z.int32().positive(),
  }),
});

export const outcomes = ['COMMITTED', 'REFUSED'] as const;
export type FundingOutcome = (typeof outcomes)[number];

export const reasons = ['BUDGET_EXHAUSTED', 'YEAR_WITHOUT_BUDGET', 'SUPERSEDED'] as const;
export type FundingReason = (typeof reasons)[number];

/** Whether the budget of the year holds what a wave needs; the same answer for a repeated request. */
export const fundingDecided = defineEvent({
  type: 'payments.funding.decided',
  version: 1,
  data: z.object({
    wave: z.int().positive(),
    attempt: z.int().positive(),
    outcome: z.enum(outcomes),
    reason: z.enum(reasons).nullable(),
    at: z.iso.datetime(),
  }),
});
