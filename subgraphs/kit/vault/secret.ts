import { inspect } from 'node:util';

/** What is shown instead of a protected value. */
export const MASK = '••••';

/** A protected value that prints as `••••` wherever it is logged, serialised or put into a text. */
export class Secret<Kind extends string = string> {
  readonly kind: Kind;
  readonly #value: string;

  constructor(kind: Kind, value: string) {
    this.kind = kind;
    this.#value = value;
  }

  /** The value itself. Call it where the value leaves to someone who may read it, and nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toJSON(): string {
    return MASK;
  }

  toString(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [inspect.custom](): string {
    return `Secret<${this.kind}> ${MASK}`;
  }
}
