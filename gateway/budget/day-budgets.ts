import { RequestRefusal } from '../errors.ts';
import { type Count, createMeter, type MeterWindow, type PointsStore } from '../rate-meter.ts';
import type { Budget, DayState } from './budget.ts';

/** Points of a day by organisation; 0 does not limit. */
export interface DayLimits {
  default: number;
  organizations: Readonly<Record<string, number>>;
}

const dayMs = 86_400_000;
/** Days are those of Jakarta. */
export const jakartaDays: MeterWindow = { lengthMs: dayMs, offsetMs: 7 * 3_600_000 };

interface DayBudgetsOptions {
  limits: DayLimits;
  /** Shared by several gateways; without it each counts alone, and anew after a restart. */
  store: PointsStore | undefined;
  log: { warn(details: object, message: string): void };
}

/** The budget of one organisation for today. */
export interface DayBudget {
  left(): number;
  add(points: number): Count;
  giveBack(count: Count, points: number): void;
  state(): DayState;
  resetSeconds(): number;
}

/** Counts what all clients and people of an organisation spend in a day. */
export const createDayBudgets = ({ limits, store, log }: DayBudgetsOptions) => {
  const meter = createMeter({ store, log, window: jakartaDays });
  const of = (organization: string | undefined): DayBudget | undefined => {
    if (organization === undefined) return undefined;
    const own = Object.hasOwn(limits.organizations, organization) ? limits.organizations[organization] : undefined;
    const points = own ?? limits.default;
    if (points === 0) return undefined;
    const left = () => Math.max(0, points - meter.spent(organization));
    const resetSeconds = () => meter.resetSeconds();
    return {
      left,
      resetSeconds,
      add: (spent) => meter.add(organization, spent),
      giveBack: (count, back) => meter.giveBack(count, back),
      state: () => ({ organization, points, left: Math.floor(left()), resetsAt: secondAfter(resetSeconds()) }),
    };
  };
  return { of, close: () => meter.close() };
};

export type DayBudgets = ReturnType<typeof createDayBudgets>;

const secondAfter = (seconds: number): string =>
  new Date(Math.round((Date.now() + seconds * 1000) / 1000) * 1000).toISOString().replace('.000Z', 'Z');

/** Spends from both budgets: what one of them refuses takes nothing of the other. */
export const spentOfDay = (minute: Budget, day: DayBudget): Budget => {
  let reserved: Count | undefined;
  return {
    ...minute,
    charge(points) {
      minute.charge(points);
      day.add(points);
    },
    spend(points) {
      if (day.left() < points || day.left() <= 0) throw budgetSpent(day, points);
      minute.spend(points);
      if (points > 0) reserved = day.add(points);
    },
    refund(points) {
      minute.refund(points);
      if (reserved) day.giveBack(reserved, points);
    },
    isExhausted: () => minute.isExhausted() || day.left() <= 0,
    ofDay: () => day.state(),
  };
};

/** 429 BUDGET_SPENT with Retry-After. */
const budgetSpent = (day: DayBudget, requested: number) => {
  const budget = { ...day.state(), requested };
  const text = {
    en: `Your organisation's points of today do not suffice: ${budget.left} of ${budget.points} are left. The next day begins at ${budget.resetsAt}.`,
    id: `Poin organisasi Anda untuk hari ini tidak mencukupi: tersisa ${budget.left} dari ${budget.points}. Hari berikutnya dimulai pada ${budget.resetsAt}.`,
  };
  return new RequestRefusal(
    429,
    { code: 'BUDGET_SPENT', text, extensions: { budget } },
    { 'retry-after': String(day.resetSeconds()) },
  );
};
