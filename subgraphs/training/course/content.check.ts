import { isUuid } from '../../kit/ids.ts';
import { sentFaults } from '../../kit/sent/sent.refusal.ts';
import { SentCheck, type SentFault } from '../../kit/sent/sent-check.ts';
import { faults } from './content.refusal.ts';
import type { CourseMode } from './course.mode.ts';
import type { Accessibility, CourseContent, Outcome, SyllabusUnit } from './version.content.ts';

/** A course as a platform sends it. */
export interface SentCourse {
  reference: string;
  institution: string;
  title: string;
  description: string;
  mode: CourseMode;
  language: string;
  price: bigint;
  priceOutside: bigint;
  durationHours?: number | null;
  syllabus: readonly { title: string; hours: number; description?: string | null }[];
  outcomes: readonly Outcome[];
  accessibility: readonly Accessibility[];
  url?: string | null;
}

/** A course that was checked by itself: what it says, and what is wrong with it. */
export interface CheckedCourse {
  /** As it is kept; null when it is none. */
  reference: string | null;
  /** What it says, to be kept only when nothing is wrong. */
  content: CourseContent;
  faults: SentFault[];
}

export const limits = {
  units: 60,
  unitHours: 40,
  /** The least that any policy has asked for; the policy of the day may ask for more. */
  hours: { least: 6, most: 1_000 },
  outcomes: 20,
  price: { least: 1_000, most: 100_000_000 },
} as const;

class ContentCheck extends SentCheck {
  language(sent: string): string {
    const tag = sent.trim();
    try {
      if (tag.length <= 35) return Intl.getCanonicalLocales(tag)[0] ?? tag;
    } catch {
      // Another text is no tag.
    }
    this.fault(faults.languageMalformed(['language']), sent);
    return tag;
  }

  price(sent: bigint, path: readonly string[]): number {
    const { least, most } = limits.price;
    if (sent < least || sent > most) this.fault(faults.priceOutOfRange(path, limits.price), sent);
    return Number(sent);
  }

  prices({ price, priceOutside }: SentCourse): { price: number; priceOutside: number } {
    const inside = this.price(price, ['price']);
    if (priceOutside === 0n) {
      this.fault(faults.freeOutside(['priceOutside']), priceOutside);
      return { price: inside, priceOutside: 0 };
    }
    const outside = this.price(priceOutside, ['priceOutside']);
    const { least, most } = limits.price;
    const areInRange = [price, priceOutside].every((each) => each >= least && each <= most);
    if (areInRange && price > priceOutside) this.fault(faults.priceAboveOutside(['price']), price);
    return { price: inside, priceOutside: outside };
  }

  unit(sent: SentCourse['syllabus'][number], path: readonly string[]): SyllabusUnit {
    const title = this.text(sent.title, [...path, 'title'], { least: 3, most: 150, isLine: true });
    const { hours, description } = sent;
    if (hours < 1 || hours > limits.unitHours) {
      this.fault(faults.unitHoursOutOfRange([...path, 'hours'], limits.unitHours), hours);
    }
    const isNamed = description !== null && description !== undefined && description.trim() !== '';
    return {
      title,
      hours,
      description: isNamed ? this.text(description, [...path, 'description'], { most: 1_000 }) : null,
    };
  }

  syllabus({ syllabus, durationHours }: SentCourse): SyllabusUnit[] {
    const path = ['syllabus'];
    if (syllabus.length < 1 || syllabus.length > limits.units) {
      this.fault(faults.unitsOutOfRange(path, limits.units), syllabus.length);
      return [];
    }
    const before = this.found.length;
    const units = syllabus.map((unit, index) => this.unit(unit, [...path, String(index)]));
    // The sum of wrong hours says nothing more.
    if (this.found.slice(before).some(({ refusal }) => refusal.path.at(-1) === 'hours')) return units;
    const sum = units.reduce((hours, unit) => hours + unit.hours, 0);
    const { least, most } = limits.hours;
    if (sum < least || sum > most) this.fault(faults.durationOutOfRange(path, limits.hours), sum);
    else if (typeof durationHours === 'number' && durationHours !== sum) {
      this.fault(faults.durationDiffers(['durationHours'], sum), durationHours);
    }
    return units;
  }

  outcomes({ outcomes }: SentCourse): Outcome[] {
    const path = ['outcomes'];
    if (outcomes.length < 1 || outcomes.length > limits.outcomes) {
      this.fault(faults.outcomesOutOfRange(path, limits.outcomes), outcomes.length);
      return [];
    }
    const seen = new Set<string>();
    outcomes.forEach(({ skill }, index) => {
      if (seen.has(skill)) this.fault(sentFaults.skillRepeated([...path, String(index), 'skill']), skill);
      seen.add(skill);
    });
    return outcomes.map(({ skill, level }) => ({ skill, level }));
  }
}

/** Checks a course by itself: everything but what other rows decide. */
export const checkContent = (sent: SentCourse): CheckedCourse => {
  const check = new ContentCheck();
  const reference = check.reference(sent.reference);
  if (!isUuid(sent.institution)) check.fault(faults.institutionUnknown(['institution']), sent.institution);
  const title = check.text(sent.title, ['title'], { least: 5, most: 150, isLine: true });
  const description = check.text(sent.description, ['description'], { least: 20, most: 5_000 });
  const language = check.language(sent.language);
  const { price, priceOutside } = check.prices(sent);
  const syllabus = check.syllabus(sent);
  const outcomes = check.outcomes(sent);
  const url = check.url(sent.url, ['url']);
  const content = {
    institution: sent.institution.toLowerCase(),
    title,
    description,
    mode: sent.mode,
    language,
    price,
    priceOutside,
    durationHours: syllabus.reduce((hours, unit) => hours + unit.hours, 0),
    syllabus,
    // In one order, so that the same set is the same content.
    outcomes: outcomes.toSorted((left, right) => (left.skill < right.skill ? -1 : 1)),
    accessibility: [...new Set(sent.accessibility)].toSorted(),
    url,
  };
  return { reference, content, faults: check.found };
};
