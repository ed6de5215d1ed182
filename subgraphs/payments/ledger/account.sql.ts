/** The accounts in the order in which totals show them; a released migration is made of them. */
export const accountCodes = [
  'TREASURY',
  'UNALLOCATED',
  'COMMITTED',
  'TRAINING_BALANCE',
  'TRAINING_HELD',
  'INSTITUTION_PAYABLE',
  'COMMISSION',
  'PLATFORM_PAYABLE',
  'INCENTIVE_PAYABLE',
  'WALLET_CLEARING',
  'PARTNER_DEPOSIT',
  'RECEIVABLE',
  'PAID_OUT',
  'FEES',
  'SUSPENSE',
  'RETURNED',
] as const;

/** One fragment of SQL for each account. */
export const eachAccount = (sqlOf: (column: string, code: string) => string, separator = ', '): string =>
  accountCodes.map((code) => sqlOf(code.toLowerCase(), code)).join(separator);

const settled = {
  settled_institution: `'INSTITUTION_PAYABLE', 'PLATFORM_PAYABLE'`,
  settled_commission: `'COMMISSION'`,
  settled_wallet: `'WALLET_CLEARING'`,
} as const;

/** One fragment of SQL for each kind of receiver that is settled with, and the accounts that it is settled from. */
export const eachSettled = (sqlOf: (column: string, accounts: string) => string, separator = ', '): string =>
  Object.entries(settled)
    .map(([column, accounts]) => sqlOf(column, accounts))
    .join(separator);

/** One fragment of SQL for each column of a slot. */
export const eachTotal = (sqlOf: (column: string) => string): string => `${eachAccount(sqlOf)}, ${eachSettled(sqlOf)}`;
