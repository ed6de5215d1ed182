import type { Text } from '../subgraphs/kit/language.ts';
import { untranslated } from './errors.ts';

export const expectedType = (type: string): Text => ({
  en: `Expected value of type "${type}".`,
  id: `Diharapkan nilai bertipe "${type}".`,
});

/** @param what as in `Field "Input.name"` */
export const notProvided = (what: string, type: string): Text => ({
  en: `${what} of required type "${type}" was not provided.`,
  id: `${what} bertipe wajib "${type}" tidak diberikan.`,
});

export const unknownField = (name: string, type: string): Text => ({
  en: `Field "${name}" is not defined by type "${type}".`,
  id: `Field "${name}" tidak ada dalam tipe "${type}".`,
});

export const exactlyOneKey = (type: string): Text => ({
  en: `OneOf Input Object "${type}" must specify exactly one key.`,
  id: `Objek masukan OneOf "${type}" harus memuat tepat satu kunci.`,
});

export const nonNullField = (field: string): Text => ({
  en: `Field "${field}" must be non-null.`,
  id: `Field "${field}" tidak boleh null.`,
});

type Words = (first: string, second: string) => Text;

const byWords: readonly [RegExp, Words][] = [
  [/^Expected value of type "([^"]*)"\.$/, expectedType],
  [/^(Field "[^"]*") of required type "([^"]*)" was not provided\.$/, notProvided],
  [/^Field "([^"]*)" is not defined by type "([^"]*)"\.(?: Did you mean .*)?$/s, unknownField],
  [/^OneOf Input Object "([^"]*)" must specify exactly one key\.$/, exactlyOneKey],
  [/^Field "([^"]*)" must be non-null\.$/, nonNullField],
];

/** What GraphQL's own rule says of a literal, in English as it stands; the same sentence is said of a variable. */
export const structureText = (message: string): Text => {
  for (const [pattern, words] of byWords) {
    const [whole, first = '', second = ''] = pattern.exec(message) ?? [];
    if (whole !== undefined) return { ...words(first, second), en: message };
  }
  return untranslated(message);
};
