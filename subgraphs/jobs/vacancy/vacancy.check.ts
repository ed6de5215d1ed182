import { sentFaults } from '../../kit/sent/sent.refusal.ts';
import { SentCheck, type SentFault } from '../../kit/sent/sent-check.ts';
import { faults } from './content.refusal.ts';
import { isOccupation } from './occupations.data.ts';
import type { Requirement, VacancyContent } from './vacancy.content.ts';
import type { EmploymentType, WorkAccessibility } from './vacancy.kind.ts';

/** A vacancy as a portal sends it. */
export interface SentVacancy {
  reference: string;
  employer: string;
  title: string;
  description: string;
  occupation: string;
  type: EmploymentType;
  region?: string | null;
  isRemote: boolean;
  monthlySalaryFrom?: bigint | null;
  monthlySalaryTo?: bigint | null;
  requirements: readonly Requirement[];
  accessibility: readonly WorkAccessibility[];
  openings: number;
  openUntil: string;
  applyUrl?: string | null;
  isDraft: boolean;
}

/** A vacancy that was checked by itself: what it says, and what is wrong with it. */
export interface CheckedVacancy {
  /** As it is kept; null when it is none. */
  reference: string | null;
  /** What it says, to be kept only when nothing is wrong. */
  content: VacancyContent;
  faults: SentFault[];
}

/** The days between which a vacancy may be open. */
export interface Days {
  /** Today in Jakarta. */
  from: string;
  to: string;
}

export const limits = {
  requirements: 10,
  weight: 5,
  openings: 1_000,
  pay: { least: 10_000, most: 1_000_000_000 },
} as const;

class VacancyCheck extends SentCheck {
  occupation(sent: string): string {
    const code = sent.trim();
    if (!isOccupation(code)) this.fault(faults.occupationUnknown(['occupation']), sent);
    return code;
  }

  /** Returns the dotted code; whether there is such a regency, the database knows. */
  region({ region, isRemote }: SentVacancy): string | null {
    const sent = region?.trim() ?? '';
    if (sent === '') {
      if (!isRemote) this.fault(faults.regionMissing(['region']), null);
      return null;
    }
    const [, province, regency] = /^(\d{2})\.?(\d{2})$/.exec(sent) ?? [];
    if (province && regency) return `${province}.${regency}`;
    this.fault(faults.regencyUnknown(['region']), sent);
    return null;
  }

  amount(sent: bigint | null | undefined, path: readonly string[]): number | null {
    if (sent === null || sent === undefined) return null;
    const { least, most } = limits.pay;
    if (sent < least || sent > most) this.fault(faults.payOutOfRange(path, limits.pay), sent);
    return Number(sent);
  }

  pay(sent: SentVacancy): { monthlySalaryFrom: number | null; monthlySalaryTo: number | null } {
    const from = this.amount(sent.monthlySalaryFrom, ['monthlySalaryFrom']);
    const to = this.amount(sent.monthlySalaryTo, ['monthlySalaryTo']);
    if (from !== null && to !== null && from > to) this.fault(faults.payReversed(['monthlySalaryTo']), to);
    return { monthlySalaryFrom: from, monthlySalaryTo: to };
  }

  requirements({ requirements }: SentVacancy): Requirement[] {
    const path = ['requirements'];
    if (requirements.length < 1 || requirements.length > limits.requirements) {
      this.fault(faults.requirementsOutOfRange(path, limits.requirements), requirements.length);
      return [];
    }
    const seen = new Set<string>();
    requirements.forEach(({ skill, weight }, index) => {
      const place = [...path, String(index)];
      if (seen.has(skill)) this.fault(sentFaults.skillRepeated([...place, 'skill']), skill);
      seen.add(skill);
      if (weight < 1 || weight > limits.weight) {
        this.fault(faults.weightOutOfRange([...place, 'weight'], limits.weight), weight);
      }
    });
    return requirements.map(({ skill, level, weight }) => ({ skill, level, weight }));
  }

  openUntil(sent: string, { from, to }: Days): string {
    if (sent < from) this.fault(faults.openUntilPast(['openUntil']), sent);
    else if (sent > to) this.fault(faults.openUntilTooFar(['openUntil'], to), sent);
    return sent;
  }

  openings(sent: number): number {
    if (sent < 1 || sent > limits.openings) {
      this.fault(faults.openingsOutOfRange(['openings'], limits.openings), sent);
    }
    return sent;
  }
}

/** Checks a vacancy by itself: everything but what other rows decide. */
export const checkVacancy = (sent: SentVacancy, days: Days): CheckedVacancy => {
  const check = new VacancyCheck();
  const reference = check.reference(sent.reference);
  const content = {
    employer: check.text(sent.employer, ['employer'], { least: 2, most: 150, isLine: true }),
    title: check.text(sent.title, ['title'], { least: 5, most: 150, isLine: true }),
    description: check.text(sent.description, ['description'], { least: 20, most: 5_000 }),
    occupation: check.occupation(sent.occupation),
    type: sent.type,
    region: check.region(sent),
    isRemote: sent.isRemote,
    ...check.pay(sent),
    // In one order, so that the same set is the same content.
    requirements: check.requirements(sent).toSorted((left, right) => (left.skill < right.skill ? -1 : 1)),
    accessibility: [...new Set(sent.accessibility)].toSorted(),
    openings: check.openings(sent.openings),
    openUntil: check.openUntil(sent.openUntil, days),
    applyUrl: check.url(sent.applyUrl, ['applyUrl']),
  };
  return { reference, content, faults: check.found };
};
