import type { GraphQLError } from 'graphql';

/** The errors of one execution. What two fetches say alike of one field, since both had to ask for it, is said once. */
export class RunErrors {
  readonly list: GraphQLError[] = [];
  readonly #said = new Set<string>();

  /** Takes the errors of one fetch. */
  add(errors: readonly GraphQLError[]): void {
    if (errors.length === 0) return;
    const ofOthers = new Set(this.#said);
    for (const error of errors) {
      const said = `${error.path?.join('.')} ${error.message}`;
      if (ofOthers.has(said)) continue;
      this.#said.add(said);
      this.list.push(error);
    }
  }
}
