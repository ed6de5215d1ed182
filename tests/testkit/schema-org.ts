import { schemaTypes } from './schema-org.data.ts';

interface SchemaObject {
  '@type'?: unknown;
  [name: string]: unknown;
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const dataTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  Text: (value) => typeof value === 'string' && value.trim() !== '',
  URL: (value) => typeof value === 'string' && URL.canParse(value),
  Number: (value) => typeof value === 'number' && Number.isFinite(value),
  Integer: Number.isSafeInteger,
  Boolean: (value) => typeof value === 'boolean',
  Date: (value) => typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value)),
  DateTime: (value) => typeof value === 'string' && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)),
};

/** A type and all that it is too, the nearest first. */
const lineageOf = (type: unknown): string[] => {
  const { is } = schemaTypes[String(type)] ?? {};
  return [String(type), ...(is === undefined ? [] : lineageOf(is))];
};

const isExpected = (value: unknown, expected: readonly string[]): boolean =>
  typeof value === 'object' && value !== null
    ? lineageOf((value as SchemaObject)['@type']).some((type) => expected.includes(type))
    : expected.some((type) => dataTypes[type]?.(value));

/**
 * Names what schema.org does not know in an object in JSON-LD: types, properties, and values of a type that a property
 * does not expect. Each as the path to it.
 */
export const schemaFaults = (object: SchemaObject, path = ''): string[] => {
  const type = object['@type'];
  if (!(typeof type === 'string' && Object.hasOwn(schemaTypes, type))) return [`${path}@type`];
  const properties = Object.assign({}, ...lineageOf(type).map((each) => schemaTypes[each]?.properties));
  return Object.entries(object).flatMap(([name, value]) => {
    if (name.startsWith('@')) return [];
    const expected: unknown = properties[name];
    if (typeof expected !== 'string') return [path + name];
    return [value].flat().flatMap((each) => {
      if (!isExpected(each, expected.split(' '))) return [path + name];
      return typeof each === 'object' ? schemaFaults(each as SchemaObject, `${path + name}.`) : [];
    });
  });
};
