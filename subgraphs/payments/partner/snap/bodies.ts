import type { PayoutOrder } from '../adapter.ts';
import type { Dialect } from './dialect.ts';
import { snapTimestamp } from './signature.ts';

/** What a bank needs besides: the account that is debited, and the code of the bank that is paid. */
export interface BankFacts {
  sourceAccountNo: string;
  beneficiaryBankCode: string;
}

/** Rupiah as SNAP BI has them: two decimals. */
export const amountOf = (rupiah: bigint): { value: string; currency: 'IDR' } => ({
  value: `${rupiah}.00`,
  currency: 'IDR',
});

type Body = Record<string, unknown>;

/** An account as SNAP BI writes it: digits alone, where the graph keeps a mobile number in the form E.164. */
export const digitsOf = (account: string): string => account.replace(/^\+/, '');

/** The body of a payment: the same bytes in each attempt, so that a partner that compares them finds no difference. */
export const paymentBody = (order: PayoutOrder, dialect: Dialect, bank: BankFacts): Body => {
  const { reference, account, name, amount, at } = order;
  const common = { partnerReferenceNo: reference, amount: amountOf(amount), transactionDate: snapTimestamp(at) };
  const { additionalInfo } = dialect;
  const { sourceAccountNo, beneficiaryBankCode } = bank;
  switch (dialect.paths.payment.service) {
    case '38':
      return {
        ...common,
        customerNumber: digitsOf(account),
        ...(name !== null && { customerName: name }),
        feeAmount: amountOf(0n),
        additionalInfo,
      };
    case '17':
      return { ...common, beneficiaryAccountNo: account, sourceAccountNo, additionalInfo };
    case '18':
      return {
        ...common,
        beneficiaryAccountName: name ?? '',
        beneficiaryAccountNo: account,
        beneficiaryBankCode,
        sourceAccountNo,
        additionalInfo,
      };
  }
};

/** The body of a bulk of top-ups. */
export const bulkBody = (bulkId: string, orders: readonly PayoutOrder[], { additionalInfo }: Dialect): Body => ({
  partnerBulkId: bulkId,
  bulkObject: orders.map(({ reference, account, amount }) => {
    return { accountNumber: account, amount: amountOf(amount), partnerReferenceNo: reference };
  }),
  additionalInfo,
});

/** The body of a status inquiry. @param service that by which the order was paid */
export const statusBody = ({ reference, amount, at }: PayoutOrder, service: string): Body => ({
  originalPartnerReferenceNo: reference,
  serviceCode: service,
  transactionDate: snapTimestamp(at),
  amount: amountOf(amount),
});

export interface AccountQuestion {
  account: string;
  /** Reference of the question itself. */
  reference: string;
  at: Date;
}

/** The body of an account inquiry. */
export const accountBody = ({ account, reference, at }: AccountQuestion, dialect: Dialect, bank: BankFacts): Body => {
  const common = { partnerReferenceNo: reference, transactionDate: snapTimestamp(at) };
  switch (dialect.paths.account.service) {
    case '37':
      return { ...common, customerNumber: digitsOf(account), amount: amountOf(0n) };
    case '15':
      return { ...common, beneficiaryAccountNo: account };
    case '16':
      return { ...common, beneficiaryAccountNo: account, beneficiaryBankCode: bank.beneficiaryBankCode };
  }
};
