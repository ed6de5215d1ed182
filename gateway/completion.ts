import type { Text } from '../subgraphs/kit/language.ts';
import type { Denial } from './denial.ts';
import { Branches } from './error-branches.ts';
import { type ErrorCode, gatewayError } from './errors.ts';
import { refusalOf } from './guard.ts';
import { type FieldShape, isIncluded, type ObjectShape, type ValueShape } from './shape.ts';

type Path = (string | number)[];
type Variables = Readonly<Record<string, unknown>>;
type JsonObject = Record<string, unknown>;

interface Result {
  data?: JsonObject | null;
  errors?: readonly { path?: readonly (string | number)[] }[];
}

/**
 * Enough to tell the client what happened; a hostile answer must not be answered with as many errors as it has rows.
 */
const maximumErrors = 100;

interface CompletionContext {
  variables: Variables;
  denial?: Denial | undefined;
  /** An object without a mandatory field is one that a subgraph did not know: it is null as a whole. */
  isJoined?: boolean;
}

type AddedError = ReturnType<typeof gatewayError>;

/** An error that completion found; it is made when it is known to stay. */
interface FoundError {
  path: Path;
  make(): AddedError;
}

const violated = Symbol('a non-null value is null');

/**
 * Completes an answer as the GraphQL specification's CompleteValue does: a null where the schema promises a value nulls
 * the nearest nullable parent, a missing or wrongly typed value becomes null, since a subgraph's answer is untrusted
 * input. The engine's data stay as they are: they hold what its plan needs, and an object may stand at many places. What `denial` names is null with an error that says why, whatever the answer holds there.
 * @returns the data and the errors that completion adds to those of `result`.
 */
export const complete = (result: Result, shape: ObjectShape, context: CompletionContext) => {
  const completion = new Completion(result.errors ?? [], context);
  const data = completion.root(result.data ?? null, shape);
  return { data, added: completion.found.map(({ make }) => make()) };
};

class Completion {
  readonly found: FoundError[] = [];
  readonly #known: NonNullable<Result['errors']>;
  readonly #variables: Variables;
  readonly #denial: Denial | undefined;
  readonly #isJoined: boolean;
  readonly #path: Path = [];
  /** Index of the errors' paths, made only when something is wrong. */
  #branches: Branches | undefined;

  constructor(known: NonNullable<Result['errors']>, { variables, denial, isJoined = false }: CompletionContext) {
    this.#known = known;
    this.#isJoined = isJoined;
    this.#variables = variables;
    this.#denial = denial;
  }

  root(data: JsonObject | null, shape: ObjectShape): JsonObject | null {
    const completed = this.#object(data ?? {}, shape);
    return completed === violated ? null : (completed as JsonObject | null);
  }

  #value(value: unknown, shape: ValueShape, coordinate: string): unknown {
    const completed = value === null || value === undefined ? null : this.#present(value, shape, coordinate);
    if (!shape.isNonNull || (completed !== null && completed !== violated)) {
      return completed === violated ? null : completed;
    }
    if (completed === null) {
      const { en, id } = this.#named(coordinate);
      const text = { en: `${en} is missing and cannot be null.`, id: `${id} tidak ada dan tidak boleh null.` };
      this.#add('INTERNAL_SERVER_ERROR', text);
    }
    return violated;
  }

  #present(value: unknown, shape: ValueShape, coordinate: string): unknown {
    if (shape.kind === 'leaf') return shape.accepts(value) ? value : this.#wrong(coordinate);
    if (shape.kind === 'list')
      return Array.isArray(value) ? this.#list(value, shape.item, coordinate) : this.#wrong(coordinate);
    if (typeof value !== 'object' || Array.isArray(value)) return this.#wrong(coordinate);
    return this.#object(value as JsonObject, shape.object);
  }

  #list(list: unknown[], item: ValueShape, coordinate: string): unknown {
    let isViolated = false;
    const target: unknown[] = [];
    for (let index = 0; index < list.length; index++) {
      this.#path.push(index);
      const completed = this.#value(list[index], item, coordinate);
      this.#path.pop();
      if (completed === violated) isViolated = true;
      else target.push(completed);
    }
    return isViolated ? violated : target;
  }

  #object(object: JsonObject, shape: ObjectShape): unknown {
    const typename = shape.isAbstract ? object.__typename : '';
    const set = typeof typename === 'string' ? shape.fieldsOf(typename) : undefined;
    if (set === undefined) return null;
    const target: JsonObject = {};
    let isViolated = false;
    const before = this.found.length;
    for (const field of set.fields) {
      if (field.conditions !== undefined && !isIncluded(field.conditions, this.#variables)) continue;
      this.#path.push(field.key);
      const value = this.#isDenied(field) ? null : object[field.source];
      const completed = this.#value(value, field.value, field.coordinate);
      this.#path.pop();
      if (completed !== violated) target[field.key] = completed;
      else if (value === undefined && this.#isJoined && this.#path.length > 0) return this.#unknown(before);
      else isViolated = true;
    }
    return isViolated ? violated : target;
  }

  /** What was said of other fields of the object goes with it. */
  #unknown(before: number): null {
    for (const { path } of this.found.splice(before)) this.#branches?.remove(path);
    return null;
  }

  #isDenied({ guard }: FieldShape): boolean {
    if (guard === undefined || !this.#denial?.denied.has(guard)) return false;
    if (this.found.length < maximumErrors) {
      const { caller } = this.#denial;
      const path = [...this.#path];
      this.#push({ path, make: () => refusalOf(guard, caller, path) });
    }
    return true;
  }

  #wrong(coordinate: string): null {
    const { en, id } = this.#named(coordinate);
    this.#add('SUBGRAPH_UNAVAILABLE', {
      en: `${en} was answered with a value of another type.`,
      id: `${id} dijawab dengan nilai bertipe lain.`,
    });
    return null;
  }

  #named(coordinate: string): Text {
    if (typeof this.#path.at(-1) !== 'number') return { en: coordinate, id: coordinate };
    return { en: `An item of ${coordinate}`, id: `Salah satu isi ${coordinate}` };
  }

  /** Adds an error unless another one explains this place, its parents or its children already. */
  #add(code: ErrorCode, text: Text): void {
    if (this.found.length >= maximumErrors) return;
    if (this.#known.length > 0 || this.found.length > 0) {
      this.#branches ??= new Branches([...this.#known, ...this.found]);
      if (this.#branches.has(this.#path)) return;
    }
    const path = [...this.#path];
    this.#push({ path, make: () => gatewayError(code, text, { path }) });
  }

  #push(error: FoundError): void {
    this.found.push(error);
    this.#branches?.add(error.path);
  }
}
