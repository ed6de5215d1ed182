/** A reference of the bank's rules, written apart from them: what one application is after each deed. */
export interface KurModel {
  nowMs: number;
  status: string;
  amount: number;
  approvedBy: Set<string>;
  report: { collectibility: number; expiresMs: number } | null;
  hasConsent: boolean;
  checkByMs: number;
  /** The moment at which the bureau is tried next. */
  nextTryMs: number;
  tries: number;
}

export type KurStep =
  | { kind: 'check'; bureau: number | 'DOWN' }
  | { kind: 'approve'; officer: string }
  | { kind: 'decline'; officer: string }
  | { kind: 'declineUnchecked'; officer: string }
  | { kind: 'withdraw' }
  | { kind: 'withdrawConsent' }
  | { kind: 'recheck' }
  | { kind: 'wait'; hours: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const waits = ['CHECKED', 'HALF_APPROVED'];
const open = ['SUBMITTED', 'UNCHECKED', ...waits];

export const newApplication = (nowMs: number, amount: number): KurModel => ({
  nowMs,
  status: 'SUBMITTED',
  amount,
  approvedBy: new Set(),
  report: null,
  hasConsent: true,
  checkByMs: nowMs + DAY_MS,
  nextTryMs: nowMs,
  tries: 0,
});

const holds = ({ report, nowMs }: KurModel) => report !== null && report.expiresMs > nowMs;

const check = (model: KurModel, bureau: number | 'DOWN'): void => {
  if (model.report && !holds(model)) model.report = null;
  if (model.status !== 'SUBMITTED') return;
  if (model.checkByMs <= model.nowMs) model.status = 'UNCHECKED';
  else if (model.nextTryMs <= model.nowMs && bureau === 'DOWN') {
    model.tries += 1;
    model.nextTryMs = model.nowMs + Math.min(1_000 * 2 ** (model.tries - 1), 300_000);
  } else if (model.nextTryMs <= model.nowMs && bureau !== 'DOWN') {
    model.status = 'CHECKED';
    model.report = { collectibility: bureau, expiresMs: model.nowMs + 30 * DAY_MS };
  }
};

const approve = (model: KurModel, officer: string): string | undefined => {
  if (!model.hasConsent) return 'KUR_CONSENT_ENDED';
  if (!waits.includes(model.status)) return 'KUR_TRANSITION_ILLEGAL';
  if (!holds(model)) return 'KUR_REPORT_EXPIRED';
  if ((model.report?.collectibility ?? 5) > 2) return 'KUR_RECORD_BARS_APPROVAL';
  if (model.approvedBy.has(officer)) return 'KUR_SAME_OFFICER';
  model.approvedBy.add(officer);
  model.status = model.amount <= 5_000_000 || model.approvedBy.size === 2 ? 'APPROVED' : 'HALF_APPROVED';
  return undefined;
};

const decline = (model: KurModel): string | undefined => {
  if (!model.hasConsent) return 'KUR_CONSENT_ENDED';
  if (model.status === 'UNCHECKED') return 'KUR_REASONS_UNFIT';
  if (!waits.includes(model.status)) return 'KUR_TRANSITION_ILLEGAL';
  if (!holds(model)) return 'KUR_REPORT_EXPIRED';
  model.status = 'DECLINED';
  return undefined;
};

const declineUnchecked = (model: KurModel): string | undefined => {
  if (!model.hasConsent) return 'KUR_CONSENT_ENDED';
  if (model.status === 'UNCHECKED') model.status = 'DECLINED';
  else return waits.includes(model.status) ? 'KUR_REASONS_UNFIT' : 'KUR_TRANSITION_ILLEGAL';
  return undefined;
};

const endConsent = (model: KurModel): void => {
  model.hasConsent = false;
  model.report = null;
};

const withdraw = (model: KurModel): string | undefined => {
  if (!open.includes(model.status)) return 'KUR_TRANSITION_ILLEGAL';
  model.status = 'WITHDRAWN';
  endConsent(model);
  return undefined;
};

const recheck = (model: KurModel): string | undefined => {
  const isStale = waits.includes(model.status) && !holds(model);
  if (model.status !== 'UNCHECKED' && !isStale) return 'KUR_TRANSITION_ILLEGAL';
  const { nowMs } = model;
  const anew = { status: 'SUBMITTED', report: null, tries: 0, nextTryMs: nowMs, checkByMs: nowMs + DAY_MS };
  Object.assign(model, anew, { approvedBy: new Set() });
  return undefined;
};

/** Does to the model what is done to the bank. @returns the code of the refusal */
export const follow = (model: KurModel, deed: KurStep): string | undefined => {
  if (deed.kind === 'check') check(model, deed.bureau);
  if (deed.kind === 'wait') model.nowMs += deed.hours * HOUR_MS;
  if (deed.kind === 'withdrawConsent') {
    if (open.includes(model.status)) model.status = 'WITHDRAWN';
    endConsent(model);
  }
  if (deed.kind === 'approve') return approve(model, deed.officer);
  if (deed.kind === 'decline') return decline(model);
  if (deed.kind === 'declineUnchecked') return declineUnchecked(model);
  if (deed.kind === 'withdraw') return withdraw(model);
  return deed.kind === 'recheck' ? recheck(model) : undefined;
};
