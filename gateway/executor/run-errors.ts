import type { GraphQLError } from 'graphql';

/** The most in one answer; a subgraph's error can stand at as many places as its entity. */
export const maximumErrors = 200;

/** The errors of one execution. What two fetches say alike of one field, since both had to ask for it, is said once. */
export class RunErrors {
  readonly list: GraphQLError[] = [];
  readonly #said = new Set<string>();

  /** Takes the errors of one fetch, as many as an answer can have. */
  add(errors: Iterable<GraphQLError>): void {
    const ofThis: string[] = [];
    for (const error of errors) {
      if (this.list.length >= maximumErrors) break;
      const said = `${error.path?.join('.')} ${error.message}`;
      if (this.#said.has(said)) continue;
      ofThis.push(said);
      this.list.push(error);
    }
    for (const said of ofThis) this.#said.add(said);
  }
}
