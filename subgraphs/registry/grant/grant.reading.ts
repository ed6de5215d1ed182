import type { Permission } from '../../../schema/registry/grant.ts';
import type { PersonalDataClass } from '../../../schema/registry/terms.ts';
import { isUntypable } from '../../kit/typed-text.ts';
import { refusals } from './grant.refusal.ts';

/** On what terms personal data may go. */
export interface NewTerms {
  class: PersonalDataClass;
  purpose: string;
  isConsentNeeded: boolean;
}

/** What an owner is asked to allow, or offers to allow. */
export interface Allowance {
  element: string;
  permissions: readonly Permission[];
  fields?: readonly string[] | null;
  /** The last day, as an ISO date. */
  until?: string | null;
  reason: string;
  terms?: NewTerms | null;
}

/** The day of a moment, in UTC: grants hold by the day. */
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** @throws Refusal REASON_MALFORMED */
export const readReason = (reason: string, path: readonly string[]): string => {
  const text = reason.trim();
  if (text.length < 3 || text.length > 500 || isUntypable(text)) throw refusals.reason(path);
  return text;
};

/** What personal data goes by, or is answered or taken by. */
const onTerms: ReadonlySet<Permission> = new Set([
  'REQUIRE_FIELDS',
  'ADD_FIELDS',
  'SHARE_FIELDS',
  'OVERRIDE_FIELDS',
  'PROVIDE_FIELDS',
  'TAKE_FIELDS',
]);

/** Terms say of fields by name, and of one thing done with them, what they may be used for. */
const readTerms = ({ terms, permissions, fields }: Allowance) => {
  if (!terms) return { dataClass: null, dataPurpose: null, isConsentNeeded: null };
  const purpose = terms.purpose.trim();
  const isStated = purpose.length >= 10 && purpose.length <= 500 && !isUntypable(purpose);
  const [permission] = permissions.length === 1 ? permissions : [];
  const isOfFields = permission !== undefined && onTerms.has(permission) && (fields ?? []).length > 0;
  if (!isStated || !isOfFields) throw refusals.terms();
  return { dataClass: terms.class, dataPurpose: purpose, isConsentNeeded: terms.isConsentNeeded };
};

export const isNamed = (text: string, most: number): boolean =>
  text.length > 0 && text.length <= most && !isUntypable(text);

/**
 * Reads what is to be allowed from a day on, as columns.
 * @throws Refusal GRANT_ELEMENT_MALFORMED, GRANT_PERMISSIONS_REPEATED, GRANT_FIELDS_MALFORMED, GRANT_TERMS_INVALID,
 * GRANT_DATES_INVALID, REASON_MALFORMED
 */
export const readAllowance = (input: Allowance, from: string) => {
  const { element } = input;
  const permissions = [...input.permissions];
  const fields = input.fields ? [...input.fields] : null;
  const untilDay = input.until ?? null;
  if (!/^(@?[A-Za-z_]\w{0,198}|scope|tag|event|link)$/.test(element)) throw refusals.element();
  if (permissions.length === 0 || new Set(permissions).size < permissions.length) throw refusals.permissions();
  const areNamed = fields === null || (fields.length > 0 && fields.length <= 200);
  if (!areNamed || !(fields ?? []).every((each) => isNamed(each, 200))) throw refusals.fields();
  if (untilDay !== null && untilDay < from) throw refusals.until();
  const reason = readReason(input.reason, ['input', 'reason']);
  return { element, permissions, fields, untilDay, reason, ...readTerms(input) };
};
