import { isUuid } from '../../kit/ids.ts';
import type { Text } from '../../kit/language.ts';
import { cutText, pathText } from '../../kit/sent/cut-text.ts';
import { sentFaults } from '../../kit/sent/sent.refusal.ts';
import type { CourseProblem } from '../problem/index.ts';
import { type CheckedCourse, checkContent, type SentCourse } from './content.check.ts';
import { faults } from './content.refusal.ts';
import type { UnknownKind } from './import.statement.ts';
import { contentHash } from './version.content.ts';

/** A fault of one course of a call, as its answer is kept. */
export interface ItemProblem {
  code: string;
  path: string[];
  place: string;
  text: Text;
  example: string | null;
}

interface UnknownName {
  kind: UnknownKind;
  code: string;
}

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const isCode = (skill: string) => skill.length <= 100 && kebab.test(skill);

/** The courses of a call, each checked by itself and beside the others. */
export class CheckedCall {
  readonly #sent: readonly SentCourse[];
  readonly #checked: readonly CheckedCourse[];
  /** Indexes of the items that are the first with their reference. */
  readonly #first = new Map<string, number>();

  constructor(sent: readonly SentCourse[]) {
    this.#sent = sent;
    this.#checked = sent.map(checkContent);
    this.#checked.forEach(({ reference, faults: found }, index) => {
      if (reference === null) return;
      const first = this.#first.get(reference);
      if (first === undefined) this.#first.set(reference, index);
      else found.push({ refusal: sentFaults.referenceRepeated(['reference'], first), example: reference });
    });
  }

  /** The skills and institutions that the courses name, each once. */
  named(): [string[], string[]] {
    const skills = this.#checked.flatMap(({ content }) => content.outcomes.map(({ skill }) => skill)).filter(isCode);
    const institutions = this.#checked.map(({ content }) => content.institution).filter(isUuid);
    return [[...new Set(skills)], [...new Set(institutions)]];
  }

  /** Refuses the courses that name a skill or an institution which is none. */
  refuseUnknown(unknown: readonly UnknownName[]): void {
    const names = new Set(unknown.map(({ kind, code }) => `${kind} ${code}`));
    this.#checked.forEach(({ content, faults: found }, index) => {
      if (names.has(`INSTITUTION ${content.institution}`)) {
        found.push({ refusal: faults.institutionUnknown(['institution']), example: content.institution });
      }
      if (names.has(`SUSPENDED ${content.institution}`)) {
        found.push({ refusal: faults.institutionNotServing(['institution']), example: content.institution });
      }
      // In the order in which they were sent, which the paths follow; a list that is too long was refused as a whole.
      if (content.outcomes.length === 0) return;
      this.#sent[index]?.outcomes.forEach(({ skill }, place) => {
        if (isCode(skill) && !names.has(`SKILL ${skill}`)) return;
        found.push({ refusal: sentFaults.skillUnknown(['outcomes', String(place), 'skill']), example: skill });
      });
    });
  }

  references(): string[] {
    return [...this.#first.keys()];
  }

  /** What is stored of them; a rejected one is named only. */
  rows(): object[] {
    return [...this.#first].map(([reference, index]) => {
      const { content, faults: found } = this.#checked[index] as CheckedCourse;
      const isAccepted = found.length === 0;
      return { index, reference, ...(isAccepted ? { hash: contentHash(content), content } : {}) };
    });
  }

  problems(courseOf: (index: number) => string | null): CourseProblem[] {
    return this.#checked.flatMap(({ faults: found }, index) => {
      const { reference = null } = this.#sent[index] ?? {};
      return found.map((fault) => ({ ...fault, course: courseOf(index), reference }));
    });
  }

  problemsOf(index: number): ItemProblem[] {
    const found = this.#checked[index]?.faults ?? [];
    return found.map(({ refusal, example }) => ({
      code: refusal.code,
      path: [...refusal.path],
      place: pathText(refusal.path),
      text: refusal.text,
      example: example === null ? null : cutText(example, 100),
    }));
  }
}
