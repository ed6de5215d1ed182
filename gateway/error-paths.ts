import { GraphQLError } from 'graphql';
import { type FieldShape, isIncluded, type ObjectShape, type ValueShape } from './shape.ts';

type Path = readonly (string | number)[];
type Variables = Readonly<Record<string, unknown>>;

interface Result {
  data?: unknown;
  errors?: readonly GraphQLError[];
}

interface ShownOperation {
  shape: ObjectShape;
  variables: Variables;
}

/**
 * The engine's errors at the client's keys; a path that leaves the answer's shape is cut to where it does. A plan may ask
 * of an object what the client asked of other types only, or left out here by a condition: what fails there is no concern
 * of the client's.
 */
export const errorsAtClientKeys = ({ data, errors = [] }: Result, shown: ShownOperation): readonly GraphQLError[] =>
  errors.flatMap((error) => {
    if (error.path === undefined) return [error];
    const path = clientPath(error.path, shown, data);
    if (path === undefined) return [];
    const isSame = path.length === error.path.length && path.every((key, index) => key === error.path?.[index]);
    if (isSame) return [error];
    const { message, extensions } = error;
    return [new GraphQLError(message, { path: path.length > 0 ? path : undefined, extensions, originalError: error })];
  });

/**
 * `data` tells what an object of an abstract type is. Undefined at a field that only other types have or that is left out,
 * here or above.
 */
const clientPath = (path: Path, { shape, variables }: ShownOperation, data: unknown): Path | undefined => {
  const shown: (string | number)[] = [];
  let value: ValueShape = { isNonNull: false, kind: 'object', object: shape };
  let place = data;
  let ofAnyType: ValueShape[] = [value];
  for (const key of path) {
    const known = isObject(place) ? place : {};
    ofAnyType = ofAnyType.flatMap((each) => shapesAt(each, key));
    if (value.kind === 'list' && typeof key === 'number') {
      shown.push(key);
      value = value.item;
    } else if (value.kind === 'object' && typeof key === 'string') {
      const field: FieldShape | undefined = value.object.fieldFrom(key, known.__typename);
      if (field === undefined) {
        if (ofAnyType.length > 0) return undefined;
        break;
      }
      if (!isIncluded(field.conditions, variables)) return undefined;
      shown.push(field.key);
      value = field.value;
    } else break;
    place = known[key];
  }
  return shown;
};

const shapesAt = (value: ValueShape, key: string | number): ValueShape[] => {
  if (value.kind === 'list') return typeof key === 'number' ? [value.item] : [];
  return value.kind === 'object' && typeof key === 'string'
    ? value.object.fieldsFrom(key).map((field) => field.value)
    : [];
};

const isObject = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null;
