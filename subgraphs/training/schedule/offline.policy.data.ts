/** Provinces in which classes may be held face to face from a day on, by their Kemendagri codes. */
export interface OfflinePolicy {
  /** First day, in Asia/Jakarta. */
  from: string;
  /** Every province that is allowed from that day on, those of before too. */
  provinces: readonly string[];
  source: string;
  /** The count is public, and the list of names is not known from a regulation. */
  isAssumed: boolean;
}

const EARLY_2023 = ['12', '31', '32', '35', '51', '52', '53', '61', '73', '91'] as const;
const AUGUST_2023 = ['11', '13', '14', '16', '18', '33', '34', '36', '63', '64'] as const;

/**
 * What each period allows, the oldest first. Before the first one nothing is: teaching face to face began as a pilot
 * that waited for the Committee's decision.
 */
export const offlinePolicies: readonly OfflinePolicy[] = [
  {
    from: '2023-01-01',
    provinces: EARLY_2023,
    source: 'Perpres 113/2022, Permenko 17/2022 (normal scheme); press, early 2023: a pilot in 10 provinces',
    isAssumed: true,
  },
  {
    from: '2023-08-01',
    provinces: [...EARLY_2023, ...AUGUST_2023],
    source: 'Press, August 2023: 10 more provinces',
    isAssumed: true,
  },
];
