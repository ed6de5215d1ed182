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
/** Deeper data has been refused by the limits of an answer. */
const deepest = 32;

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

/** What representations of people say of them; what is null says nothing. */
export const sentDataIn = (representations: unknown): SentData[] =>
  (Array.isArray(representations) ? representations : [representations]).flatMap((each) => {
    if (!isObject(each) || each.__typename !== PERSON || typeof each[KEY] !== 'string') return [];
    const fields = new Set<string>();
    for (const [name, value] of Object.entries(each)) if (name !== KEY) collect(fields, name, value);
    return fields.size === 0 ? [] : [{ person: each[KEY], fields: [...fields].sort() }];
  });

const collect = (into: Set<string>, path: string, value: unknown, depth = 0): void => {
  if (value === null || value === undefined || path.endsWith('__typename') || depth > deepest) return;
  if (Array.isArray(value)) for (const item of value) collect(into, path, item, depth + 1);
  else if (isObject(value))
    for (const [name, inner] of Object.entries(value)) collect(into, `${path}.${name}`, inner, depth + 1);
  else into.add(path);
};
