import type { Application, Status } from '../application/index.ts';
import type { BureauReport } from '../bureau/index.ts';
import type { Product } from '../product/index.ts';
import type { RefusalCode } from '../refusal.data.ts';
import { areFit, type Outcome } from './decision.reasons.ts';

export interface DecisionFacts {
  application: Pick<Application, 'status' | 'officersNeeded'> & { consent: { withdrawnAt: Date | null } };
  report: BureauReport | undefined;
  /** Officers who have approved in this round. */
  approvedBy: readonly string[];
  product: Product;
  now: Date;
}

export interface OfficerDecision {
  officer: string;
  outcome: Outcome;
  reasons: readonly string[];
}

const refused = (code: RefusalCode) => ({ code }) as const;

/** Says to which status a decision leads, or why it is refused. */
export const decide = (
  { application, report, approvedBy, product, now }: DecisionFacts,
  { officer, outcome, reasons }: OfficerDecision,
): { to: Status } | { code: RefusalCode } => {
  if (!areFit(outcome, reasons)) return refused('KUR_REASONS_UNFIT');
  if (application.consent.withdrawnAt !== null) return refused('KUR_CONSENT_ENDED');
  if (application.status === 'UNCHECKED') return withoutReport(outcome, reasons);
  if (application.status !== 'CHECKED' && application.status !== 'HALF_APPROVED')
    return refused('KUR_TRANSITION_ILLEGAL');
  if (reasons.includes('BUREAU_UNREACHABLE')) return refused('KUR_REASONS_UNFIT');
  if (!report || report.expiresAt <= now) return refused('KUR_REPORT_EXPIRED');
  if (outcome === 'DECLINE') return { to: 'DECLINED' };
  if (report.collectibility > product.worstCollectibility) return refused('KUR_RECORD_BARS_APPROVAL');
  if (approvedBy.includes(officer)) return refused('KUR_SAME_OFFICER');
  return { to: approvedBy.length + 1 < application.officersNeeded ? 'HALF_APPROVED' : 'APPROVED' };
};

/** Nobody lends without a report; whoever cannot be checked can only be declined for that. */
const withoutReport = (outcome: Outcome, reasons: readonly string[]) => {
  if (outcome === 'APPROVE') return refused('KUR_TRANSITION_ILLEGAL');
  const isOnly = reasons.length === 1 && reasons[0] === 'BUREAU_UNREACHABLE';
  return isOnly ? ({ to: 'DECLINED' } as const) : refused('KUR_REASONS_UNFIT');
};
