/** What accounts can have in common. */
export enum SharedMarkKind {
  PHONE = 'PHONE',
  EMAIL = 'EMAIL',
  FAMILY_CARD = 'FAMILY_CARD',
  DEVICE = 'DEVICE',
}

/** Accounts that may have the same one before an officer is shown it. */
export type MarkLimits = Readonly<Record<SharedMarkKind, number>>;

/** A household has many adults; a phone and an address are one person's, and now and then a couple's. */
export const usualLimits: MarkLimits = { PHONE: 2, EMAIL: 2, FAMILY_CARD: 8, DEVICE: 3 };
