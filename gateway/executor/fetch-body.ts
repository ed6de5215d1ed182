import type { PlanRun } from './plan-run.ts';

/** The text of a fetch's request, of which only the variables change. */
export class FetchBody {
  readonly #start: string;
  readonly #end: string;
  readonly #usages: readonly { name: string; start: string }[];

  constructor({
    operation,
    operationName,
    variableUsages = [],
  }: {
    operation: string;
    operationName?: string | undefined;
    variableUsages?: readonly string[] | undefined;
  }) {
    this.#start = `{"query":${JSON.stringify(operation)}`;
    this.#end = operationName === undefined ? '}' : `,"operationName":${JSON.stringify(operationName)}}`;
    this.#usages = variableUsages.map((name) => ({ name, start: `${JSON.stringify(name)}:` }));
  }

  /** `representations`: JSON of a key with its value, for each variable that is the plan's own. */
  textWith({ variables }: Pick<PlanRun, 'variables'>, representations: readonly string[] = []): string {
    const own = this.#usages.flatMap(({ name, start }) => {
      const value = Object.hasOwn(variables, name) ? JSON.stringify(variables[name]) : undefined;
      return value === undefined ? [] : [start + value];
    });
    const all = own.length === 0 ? representations : [...own, ...representations];
    return all.length === 0 ? this.#start + this.#end : `${this.#start},"variables":{${all.join()}}${this.#end}`;
  }
}
