import type { PlannerAnswer, PlanRequest } from './planner-message.ts';

const mostCharacters = 8_000_000;
/** What one task takes beside its text. */
const charactersOfTask = 2000;

/** Something that the planner is to be asked. */
export interface PlannerTask {
  /** The name of the supergraph. */
  key: string;
  /** SDL */
  supergraph: string;
  /** Undefined where only the supergraph is to be read. */
  operation: PlanRequest | undefined;
  /** How often the planner ended over it. */
  deaths: number;
  resolve(answer: PlannerAnswer): void;
  reject(error: Error): void;
}

const sizeOf = ({ operation }: PlannerTask) => charactersOfTask + (operation?.text.length ?? 0);

/** What waits for the planner, within a bound. Supergraphs are strings that revisions have anyway. */
export class PlannerQueue {
  readonly #tasks: PlannerTask[] = [];
  #characters = 0;

  get isEmpty(): boolean {
    return this.#tasks.length === 0;
  }

  /** @returns false where too much waits */
  add(task: PlannerTask): boolean {
    const size = sizeOf(task);
    if (this.#characters + size > mostCharacters) return false;
    this.#tasks.push(task);
    this.#characters += size;
    return true;
  }

  /** Puts back what was taken last, to be taken next. */
  putBack(task: PlannerTask): void {
    this.#tasks.unshift(task);
    this.#characters += sizeOf(task);
  }

  take(): PlannerTask | undefined {
    const task = this.#tasks.shift();
    if (task) this.#characters -= sizeOf(task);
    return task;
  }

  rejectAll(errorOf: (task: PlannerTask) => Error): void {
    for (let task = this.take(); task; task = this.take()) task.reject(errorOf(task));
  }
}
