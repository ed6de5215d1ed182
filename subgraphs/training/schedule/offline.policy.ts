import { offlinePolicies } from './offline.policy.data.ts';

/**
 * Decides whether a class may be held face to face on a day.
 * @param day of Asia/Jakarta, as YYYY-MM-DD
 * @param province its Kemendagri code, as in `32`
 */
export const mayTeachOffline = (day: string, province: string): boolean =>
  offlinePolicies.findLast(({ from }) => from <= day)?.provinces.includes(province) ?? false;
