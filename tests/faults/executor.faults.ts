import type { Fault } from './fault.ts';

const planted = (id: string, does: string, [find, replace]: readonly [string, string]): Fault => ({
  id,
  does,
  find,
  replace,
  tests: ['gateway/federation-random.test.ts'],
});

/** Twenty-two faults of the executor, which the 500 random cases are to find. */
export const executorFaults: readonly Fault[] = [
  planted('one-entity', 'All entities of a fetch get what is answered for the first.', [
    'return this.#indexes.size - 1;',
    'return 0;',
  ]),
  planted('key-of-any-type', 'Entities of two types with the same key are taken for one.', [
    'const known = this.#soles.get(sole.kind)?.get(sole.value);',
    'const known = [...this.#soles.values()].map((each) => each.get(sole.value)).find((each) => each !== undefined);',
  ]),
  planted('overwritten', 'An answer replaces what is there instead of adding to it.', [
    'if (known === undefined || !Object.hasOwn(target, key)) target[key] = value;',
    'if (key !== "__typename") target[key] = value;',
  ]),
  planted('wide-name', 'The name of an interface stays where a subgraph says the type.', [
    'types.isNarrower(value, known) ? value : known',
    'types.isNarrower(value, known) ? known : known',
  ]),
  planted('lists-apart', 'Two answers of one list are not merged.', [
    'if (!Array.isArray(value) || value.length !== known.length) return;',
    'return;',
  ]),
  planted('root-replaced', 'The answer of a fetch of root fields takes the place of what others answered.', [
    'if (data) mergeInto(run.data, data, scope.types);',
    'if (data) Object.assign(run.data, data);',
  ]),
  planted('path-of-exact-type', 'A condition of a path holds for an object of that very name only.', [
    '[{ typenames: types.possibleForAny(segment.TypeCondition) }]',
    '[{ typenames: new Set(segment.TypeCondition.slice(0, 1)) }]',
  ]),
  planted('first-item', 'Of a list only the first item is gone into.', [
    'for (const item of value) visit(item, search, index);',
    'visit(value[0], search, index);',
  ]),
  planted('not-renamed', 'A key that the plan renames keeps its name.', [
    "renameTo: here.flatMap((change) => ('renameTo' in change ? [change.renameTo] : [])).at(-1),",
    'renameTo: undefined,',
  ]),
  planted('not-set', 'A value that the plan sets stays as it is in the data.', [
    "setTo: here.flatMap((change) => ('setTo' in change ? [change.setTo] : [])).at(-1),",
    'setTo: undefined,',
  ]),
  planted('sent-too-early', 'A fetch of our planner does not wait for the keys that others bring.', [
    'this.#traces.push(needs);',
    'this.#traces.push(new Set());',
  ]),
  planted('not-external', 'What an interface object requires is not marked as external.', [
    'return repaired === document ? sdl : print(repaired);',
    'return repaired === document ? sdl : sdl || print(repaired);',
  ]),
  planted('said-twice', 'What two fetches say alike of one field is said twice.', [
    'if (this.#said.has(said)) continue;',
    'if (this.#said.size < 0) continue;',
  ]),
  planted('error-at-entity', 'An error stands at its entity, whatever field of it failed.', [
    'for (const location of locations) yield relocated(error, [...location, ...rest]);',
    'for (const location of locations) yield relocated(error, [...location, ...rest.slice(1)]);',
  ]),
  planted('absent-is-null', 'A variable that the client leaves out is sent as null.', [
    'return value === undefined ? [] : [start + value];',
    "return [start + (value ?? 'null')];",
  ]),
  planted('other-clause', 'A condition chooses the other clause.', [
    '(run.variables[variable] === true ? met : unmet)?.(run)',
    '(run.variables[variable] !== true ? met : unmet)?.(run)',
  ]),
  planted('event-alone', 'Nothing is added to the events of a subscription.', ['await task(run);', 'void task;']),
  planted('first-place', 'An error of an entity that stands at many places is said at the first only.', [
    'for (const location of locations) yield relocated(error, [...location, ...rest]);',
    'for (const location of locations.slice(0, 1)) yield relocated(error, [...location, ...rest]);',
  ]),
  planted('shared-object', 'One answer stands at all places of an entity, also where later fetches add to some.', [
    'const isCopied = !list.isShared && isTaken[index];',
    'const isCopied = false && isTaken[index];',
  ]),
  planted('type-left-out', 'What @requires asks of some types only is sent without the type.', [
    'if (this.#isEntity || this.#dependsOnType)',
    'if (this.#isEntity)',
  ]),
  planted('clashing-fields', 'A plan is followed whose fields of one key are of several types in their subgraph.', [
    '    hasClashingFields(plan, this.#joins) ||\n',
    '',
  ]),
  planted('first-list', 'Every list of a batch gets the answer of the first one.', [
    'join(data[list.key], found, {',
    'join(data[fetch.lists[0]?.key ?? list.key], found, {',
  ]),
];
