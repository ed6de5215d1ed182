/** An object of an answer. */
export type JsonObject = Record<string, unknown>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value under `key`, undefined where the object itself has none: a field may be called as what objects inherit. */
export const valueIn = (object: JsonObject, key: string): unknown => {
  const value = object[key];
  return typeof value === 'function' ? undefined : value;
};
