import type { DatedRule } from './dated.ts';

/** Least hours of a course. */
export const leastHours: readonly DatedRule<number>[] = [
  { from: '2020-04-11', value: 6, source: 'Permenko 3/2020: at least 6 hours' },
  { from: '2023-01-01', value: 15, source: 'Permenko 17/2022: at least 15 hours' },
];

/** What a price may be beside the price outside the programme. */
export const pricing: readonly DatedRule<{ mayExceedOutside: boolean; mayBeFreeOutside: boolean }>[] = [
  {
    from: '2020-04-11',
    value: { mayExceedOutside: true, mayBeFreeOutside: true },
    source: 'Permenko 3/2020 states no limit by the price outside',
  },
  {
    from: '2020-08-07',
    value: { mayExceedOutside: false, mayBeFreeOutside: false },
    source: 'Permenko 11/2020: never above the price outside, nothing that is free outside',
  },
];

/** Scores from 1 to 5 with which the independent assessor lets a course be approved. */
export const approval: readonly DatedRule<{ leastRequired: number; leastMean: number }>[] = [
  { from: '2020-04-11', value: { leastRequired: 3, leastMean: 3 }, source: 'assumed' },
  { from: '2023-01-01', value: { leastRequired: 3, leastMean: 3.5 }, source: 'assumed' },
];

/** Full years for which an institution has been a legal entity before a course of it is approved. */
export const institutionYears: readonly DatedRule<number>[] = [
  { from: '2020-04-11', value: 1, source: 'Permenko 3/2020: a legal entity of at least one year' },
];

/** Figures from which a course on sale is watched; shares are of 1. */
export interface MonitoringLimits {
  /** Days that are looked at. */
  days: number;
  /** Share of finished enrolments below which, among at least so many. */
  completion: { below: number; among: number };
  /** Mean stars below which, of at least so many ratings. */
  rating: { below: number; among: number };
  /** Number of complaints from which. */
  complaints: { from: number };
}

/** 99 % of recipients finished in the first half of 2021; what is far below that is looked at. */
export const monitoring: readonly DatedRule<MonitoringLimits>[] = [
  {
    from: '2020-04-11',
    value: {
      days: 90,
      completion: { below: 0.8, among: 20 },
      rating: { below: 3, among: 10 },
      complaints: { from: 3 },
    },
    source: 'assumed; that completion and ratings feed monitoring: Permenko 11/2020, press',
  },
];

/** Complaints that one person makes in so many days at most. */
export const complaintLimit: readonly DatedRule<{ most: number; days: number }>[] = [
  { from: '2020-04-11', value: { most: 5, days: 30 }, source: 'assumed' },
];

/** What becomes of classes when their course is suspended or delisted: who has begun finishes in any case. */
export const classesOfStopped: readonly DatedRule<'FINISHED' | 'REFUNDED'>[] = [
  {
    from: '2020-04-11',
    value: 'REFUNDED',
    source: 'assumed: what has begun is finished, what is to come is cancelled and refunded',
  },
];
