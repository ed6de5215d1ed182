import type { Text } from '../../kit/language.ts';
import type { Refusal } from '../../kit/refusal.ts';
import { cutText, pathText } from '../../kit/sent/cut-text.ts';
import { sentFaults } from '../../kit/sent/sent.refusal.ts';
import type { PortalProblem } from '../portal/index.ts';
import { faults } from './content.refusal.ts';
import { type CheckedVacancy, checkVacancy, type Days, type SentVacancy } from './vacancy.check.ts';
import { contentHash } from './vacancy.content.ts';
import { flagKey, flagsOf } from './vacancy.find-flags.ts';

/** A fault of one vacancy of a call, as it is answered. */
export interface ItemProblem {
  code: string;
  path: readonly string[];
  place: string;
  text: Text;
  example: string | null;
}

const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const isCode = (skill: string) => skill.length <= 100 && kebab.test(skill);

/** The vacancies of a call, each checked by itself and beside the others. */
export class CheckedCall {
  readonly #sent: readonly SentVacancy[];
  readonly #checked: readonly CheckedVacancy[];
  readonly #day: string;
  /** Indexes of the items that are the first with their reference. */
  readonly #first = new Map<string, number>();

  constructor(sent: readonly SentVacancy[], days: Days) {
    this.#sent = sent;
    this.#day = days.from;
    this.#checked = sent.map((each) => checkVacancy(each, days));
    this.#checked.forEach(({ reference, faults: found }, index) => {
      if (reference === null) return;
      const first = this.#first.get(reference);
      if (first === undefined) this.#first.set(reference, index);
      else found.push({ refusal: sentFaults.referenceRepeated(['reference'], first), example: reference });
    });
  }

  /** The skills and regencies that the vacancies name, each once. */
  named(): [string[], string[]] {
    const skills = this.#checked.flatMap(({ content }) => content.requirements.map(({ skill }) => skill));
    const regions = this.#checked.flatMap(({ content }) => content.region ?? []);
    return [[...new Set(skills.filter(isCode))], [...new Set(regions)]];
  }

  /** Refuses the vacancies that name a skill or a regency which is none. */
  refuseUnknown(unknown: readonly { kind: string; code: string }[]): void {
    const names = new Set(unknown.map(({ kind, code }) => `${kind} ${code}`));
    this.#checked.forEach(({ content, faults: found }, index) => {
      if (names.has(`REGENCY ${content.region}`)) {
        found.push({ refusal: faults.regencyUnknown(['region']), example: content.region });
      }
      // In the order in which they were sent, which the paths follow; a list that is too long was refused as a whole.
      if (content.requirements.length === 0) return;
      this.#sent[index]?.requirements.forEach(({ skill }, place) => {
        if (isCode(skill) && !names.has(`SKILL ${skill}`)) return;
        found.push({ refusal: sentFaults.skillUnknown(['requirements', String(place), 'skill']), example: skill });
      });
    });
  }

  /** Refuses a vacancy whose state does not allow what was sent. */
  refuse(index: number, refusal: Refusal): void {
    this.#checked[index]?.faults.push({ refusal, example: null });
  }

  references(): string[] {
    return [...this.#first.keys()];
  }

  /** Names of the employers of the vacancies that can be kept, each once. */
  employers(): string[] {
    const kept = this.#checked.filter(({ faults: found }) => found.length === 0);
    return [...new Set(kept.map(({ content }) => content.employer))];
  }

  /** What is stored of them; a rejected one is named only. */
  rows(employers: ReadonlyMap<string, string>): object[] {
    return [...this.#first].map(([reference, index]) => {
      const { content, faults: found } = this.#checked[index] as CheckedVacancy;
      if (found.length > 0) return { index, reference, draft: false, flags: [], flag_keys: [] };
      const flags = flagsOf(content, this.#day);
      return {
        index,
        reference,
        draft: this.#sent[index]?.isDraft ?? false,
        employer: employers.get(content.employer),
        hash: contentHash(content),
        flags,
        flag_keys: flags.map(flagKey),
        content,
      };
    });
  }

  problems(vacancyOf: (index: number) => string | null): PortalProblem[] {
    return this.#checked.flatMap(({ faults: found }, index) => {
      const { reference = null } = this.#sent[index] ?? {};
      return found.map((fault) => ({ ...fault, vacancy: vacancyOf(index), reference }));
    });
  }

  problemsOf(index: number): ItemProblem[] {
    const found = this.#checked[index]?.faults ?? [];
    return found.map(({ refusal, example }) => ({
      code: refusal.code,
      path: refusal.path,
      place: pathText(refusal.path),
      text: refusal.text,
      example: example === null ? null : cutText(example, 100),
    }));
  }
}
