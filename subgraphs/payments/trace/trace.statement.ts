import { column, statement } from '../../kit/statement.ts';

const { int8 } = column;

/** Whole rupiah, by where they are. */
const columns = {
  budget: int8,
  unallocated: int8,
  committed: int8,
  available: int8,
  held: int8,
  institutions: int8,
  commission: int8,
  due: int8,
  wallets: int8,
  returned: int8,
  other: int8,
} as const;

const sum = (condition: string) => `coalesce(sum(amount) filter (where ${condition}), 0)::bigint`;
const of = (accounts: string) => sum(`account_code in (${accounts})`);
/** What went to someone, whether or not it has been settled since. */
const wentTo = (accounts: string) => sum(`account_code in (${accounts}) and kind not in ('SETTLE', 'RECONCILE')`);

// The person's own accounts: what a party has or owes is not theirs. `other`: what platforms owe after a refund.
export const TRACE_PARTICIPANT = statement(
  'trace-participant',
  columns,
  `select ${sum(`kind in ('GRANT', 'DUE', 'OPENING')`)} as budget, 0::bigint as unallocated, 0::bigint as committed,
    ${of(`'TRAINING_BALANCE'`)} as available, ${of(`'TRAINING_HELD'`)} as held,
    ${wentTo(`'INSTITUTION_PAYABLE', 'PLATFORM_PAYABLE'`)} as institutions, ${wentTo(`'COMMISSION'`)} as commission,
    ${of(`'INCENTIVE_PAYABLE'`)} as due, ${wentTo(`'WALLET_CLEARING'`)} as wallets, ${of(`'RETURNED'`)} as returned,
    -${sum(`kind = 'REFUND'`)} as other
  from posting join journal_entry on id = entry_id
  where participant_id = $1 and account_code not in ('PARTNER_DEPOSIT', 'RECEIVABLE', 'PAID_OUT', 'FEES', 'SUSPENSE')
  having count(*) > 0`,
);

const total = (terms: string) => `sum(${terms})::bigint`;

const places = `${total('unallocated')} as unallocated, ${total('committed')} as committed,
    ${total('training_balance')} as available, ${total('training_held')} as held,
    ${total('institution_payable + platform_payable + settled_institution')} as institutions,
    ${total('commission + settled_commission')} as commission, ${total('incentive_payable')} as due,
    ${total('wallet_clearing + settled_wallet')} as wallets, ${total('returned')} as returned,
    ${total(`paid_out - settled_institution - settled_commission - settled_wallet + receivable + fees + suspense
      + partner_deposit`)} as other`;

// What came to the wave from the budgets of its years.
export const TRACE_WAVE = statement(
  'trace-wave',
  columns,
  `select ${total('-treasury - unallocated')} as budget, ${places.replace(total('unallocated'), '0::bigint')}
  from ledger_slot where wave_number = $1 having count(*) > 0`,
);

export const TRACE_YEAR = statement(
  'trace-year',
  columns,
  `select ${total('-treasury')} as budget, ${places} from ledger_slot where year = $1 having count(*) > 0`,
);
