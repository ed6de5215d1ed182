import type { CivilAnswer } from '../../../subgraphs/pmo/match/civil-registry.port.ts';
import { IdentityMatchField } from '../../../subgraphs/pmo/match/match.status.ts';
import type { CivilPerson } from './people.file.ts';
import { type CivilSwitches, noFaults } from './switches.ts';

/** One question, as it is sent. */
export interface AskedPerson {
  id: string;
  nik: string;
  name: string;
  birthDate: string;
  kk?: string | undefined;
}

/** What the simulated registry has done so far. */
export interface CivilTotals {
  people: number;
  questions: number;
  answers: Record<string, number>;
}

/** Spelling does not count: capitals, and spaces in a row. */
const plain = (name: string): string => name.trim().replaceAll(/\s+/g, ' ').toUpperCase();

const compare = (person: CivilPerson, asked: AskedPerson): CivilAnswer => {
  if (plain(person.name) !== plain(asked.name)) return { answer: 'NO_MATCH', field: IdentityMatchField.NAME };
  if (person.birthDate !== asked.birthDate) return { answer: 'NO_MATCH', field: IdentityMatchField.BIRTH_DATE };
  if (asked.kk !== undefined && person.kk !== undefined && person.kk !== asked.kk)
    return { answer: 'NO_MATCH', field: IdentityMatchField.KK };
  return { answer: 'MATCH' };
};

/** The books of a civil registry that knows nobody real: people, what it was asked, and what goes wrong by chance. */
export class CivilBooks {
  readonly #people = new Map<string, CivilPerson>();
  readonly #answers = new Map<string, number>();
  readonly #random: () => number;
  switches: CivilSwitches = noFaults;

  /** @param random from 0 up to 1; a test's own */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  know(person: CivilPerson): void {
    this.#people.set(person.nik, person);
  }

  /** What it says of a person: of those who are not in its books what `unknown` says of everybody. */
  answer(asked: AskedPerson): CivilAnswer {
    const said = this.#said(asked);
    this.#answers.set(said.answer, (this.#answers.get(said.answer) ?? 0) + 1);
    return said;
  }

  #said(asked: AskedPerson): CivilAnswer {
    const { unavailable, wrong, unknown } = this.switches;
    const chance = this.#random();
    if (chance < unavailable) return { answer: 'UNAVAILABLE' };
    const person = this.#people.get(asked.nik);
    const right: CivilAnswer = person ? compare(person, asked) : { answer: unknown };
    if (chance >= unavailable + wrong) return right;
    return right.answer === 'MATCH' ? { answer: 'NO_MATCH', field: IdentityMatchField.NAME } : { answer: 'UNKNOWN' };
  }

  get totals(): CivilTotals {
    const questions = [...this.#answers.values()].reduce((sum, count) => sum + count, 0);
    return { people: this.#people.size, questions, answers: Object.fromEntries(this.#answers) };
  }
}
