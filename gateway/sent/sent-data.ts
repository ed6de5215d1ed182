/** Data of one person that a partner's subgraph is sent, beyond the key that names the person. */
export interface SentData {
  /** The person's id, as the owners know it. */
  person: string;
  /** Paths of fields, such as `workStatus` or `profile.motivation`. */
  fields: string[];
}

/** The entity that is a person, and its key. */
const PERSON = 'Participant';
const KEY = 'id';

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

/** What representations of people say of them; what is null says nothing. */
export const sentDataIn = (representations: unknown): SentData[] =>
  (Array.isArray(representations) ? representations : [representations]).flatMap((each) => {
    if (!isObject(each) || each.__typename !== PERSON || typeof each[KEY] !== 'string') return [];
    const fields = new Set(Object.entries(each).flatMap(([name, value]) => (name === KEY ? [] : pathsIn(value, name))));
    return fields.size === 0 ? [] : [{ person: each[KEY], fields: [...fields].sort() }];
  });

/** Paths of the leaves below a place; names of types are none. */
const pathsIn = (value: unknown, path: string): string[] => {
  if (value === null || value === undefined || path.endsWith('__typename')) return [];
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
  if (isObject(value)) return Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, `${path}.${name}`));
  return [path];
};
