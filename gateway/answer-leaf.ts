import { type GraphQLLeafType, isEnumType } from 'graphql';

type Check = (value: unknown) => boolean;

const day = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?`;
const datePattern = new RegExp(`^${day}$`);
const dateTimePattern = new RegExp(String.raw`^${day}T${time}(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$`);

const isString: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isAnything: Check = () => true;

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['Int', (value) => typeof value === 'number' && (value | 0) === value],
  ['Float', isNumber],
  ['String', isString],
  ['Boolean', (value) => typeof value === 'boolean'],
  // A larger number was read as another one.
  ['ID', (value) => isString(value) || Number.isSafeInteger(value)],
  ['Rupiah', Number.isSafeInteger],
  ['Date', (value) => typeof value === 'string' && datePattern.test(value)],
  ['DateTime', (value) => typeof value === 'string' && dateTimePattern.test(value)],
]);

/** Scalars of partners that hold JSON say so by their name, as in JSON or JSONObject. */
const jsonName = /^json/i;
const isScalar: Check = (value) => isString(value) || isNumber(value) || typeof value === 'boolean';

const enumChecks = new WeakMap<GraphQLLeafType, Check>();

/** Decides whether a value of an answer, which is not null, is one of this type. */
export const leafCheck = (type: GraphQLLeafType): Check => {
  if (!isEnumType(type)) return checks.get(type.name) ?? (jsonName.test(type.name) ? isAnything : isScalar);
  let check = enumChecks.get(type);
  if (check === undefined) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    check = (value) => names.has(value);
    enumChecks.set(type, check);
  }
  return check;
};
