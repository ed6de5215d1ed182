import type { Outcome } from '../adapter.ts';
import { codeRules, statusRules, type Verdict } from './response-codes.data.ts';

/** What a call brought, as far as it can be trusted. */
export type CallResult =
  | { answer: Readonly<Record<string, unknown>>; status: number; responseCode: string }
  /** No answer, or one that says nothing: why. */
  | { broken: string }
  /** The payment itself was never sent: why. */
  | { unsent: string };

/** A decision, with the code that stands in logs and tables. */
export interface Decision {
  verdict: Verdict;
  code: string;
}

/** Decides what a response code means for a service. @param responseCode seven digits: status, service, case */
export const verdictOf = (responseCode: string): Verdict => {
  const status = Number(responseCode.slice(0, 3));
  const service = responseCode.slice(3, 5);
  const caseCode = responseCode.slice(5);
  const rule = codeRules.find(
    ({ status: wanted, cases, services }) =>
      wanted === status && (cases?.includes(caseCode) ?? true) && (services?.includes(service) ?? true),
  );
  return rule?.verdict ?? 'UNKNOWN';
};

/** Decides what an answer to a payment means. */
export const decidePayment = (result: CallResult): Decision => {
  if ('unsent' in result) return { verdict: 'NOT_NOW', code: result.unsent };
  if ('broken' in result) return { verdict: 'UNKNOWN', code: result.broken };
  return { verdict: verdictOf(result.responseCode), code: result.responseCode };
};

/** Decides what an answer to a status inquiry means: a refused inquiry says nothing of the payment. */
export const decideStatus = (result: CallResult): Decision => {
  if ('unsent' in result) return { verdict: 'UNKNOWN', code: result.unsent };
  if ('broken' in result) return { verdict: 'UNKNOWN', code: result.broken };
  const verdict = verdictOf(result.responseCode);
  if (verdict === 'NOT_FOUND') return { verdict, code: result.responseCode };
  if (verdict !== 'PAID') return { verdict: 'UNKNOWN', code: result.responseCode };
  const { latestTransactionStatus: latest } = result.answer;
  const found = typeof latest === 'string' && Object.hasOwn(statusRules, latest) ? statusRules[latest] : undefined;
  return { verdict: found ?? 'UNKNOWN', code: `STATUS_${typeof latest === 'string' ? latest.slice(0, 2) : '?'}` };
};

/** Says a decision in the words of the engine. ASK that could not be asked is UNKNOWN. */
export const outcomeOf = ({ verdict, code }: Decision, partnerReference: string | null): Outcome => {
  switch (verdict) {
    case 'PAID':
      return { state: 'PAID', partnerReference };
    case 'PENDING':
      return { state: 'PENDING', code };
    case 'FAILED':
      return { state: 'FAILED', code, isFinal: true };
    case 'NOT_NOW':
      return { state: 'FAILED', code, isFinal: false };
    case 'NOT_FOUND':
      return { state: 'UNKNOWN', code, notFound: true };
    default:
      return { state: 'UNKNOWN', code };
  }
};
