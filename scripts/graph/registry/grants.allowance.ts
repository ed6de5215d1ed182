import { UsageError } from '../../usage.error.ts';
import { required } from './asker.ts';

/** Options that say what is asked for, or offered. */
export interface AllowanceValues {
  on?: string | undefined;
  may?: string | undefined;
  fields?: string | undefined;
  reason?: string | undefined;
  until?: string | undefined;
  'data-class'?: string | undefined;
  purpose?: string | undefined;
  consent?: string | undefined;
}

/** Words with commas between them. */
export const wordsIn = (text: string): string[] => text.split(',').filter((word) => word !== '');

/** The terms of the options; null where no class of data is said. */
const termsOf = (values: AllowanceValues) => {
  const { purpose, consent = 'yes', 'data-class': dataClass } = values;
  if (dataClass === undefined) return null;
  if (consent !== 'yes' && consent !== 'no') throw new UsageError('--consent takes yes or no');
  return { class: dataClass, purpose: required(purpose, '--purpose'), isConsentNeeded: consent === 'yes' };
};

/** What an owner shall allow, or allows. @throws UsageError */
export const allowanceOf = ({ on, may, fields, reason, until, ...rest }: AllowanceValues) => ({
  element: required(on, '--on'),
  permissions: wordsIn(required(may, '--may')),
  fields: fields === undefined ? null : wordsIn(fields),
  until: until ?? null,
  reason: required(reason, '--reason'),
  terms: termsOf(rest),
});
