import { Secret } from '../../kit/vault/secret.ts';
import type { Place } from '../../kit/vault/vault.ts';
import type { ValueName, Values } from './correction.ts';

/** Former values as texts, by their names; null where there was none. */
export type FormerValues = Record<string, string | null>;

/** Returns the place of the values that a correction replaced. */
export const revisionPlace = (participantId: string, version: number): Place => ({
  subjectId: participantId,
  table: 'participant_revision',
  column: 'sealed',
  rowId: `${participantId} ${version}`,
});

const textOf = (value: Values[ValueName]) => (value === null ? null : String(value));

/** The values that are replaced as the one text that is sealed; a list is its codes, separated by commas. */
export const packFormer = (values: Values, fields: readonly ValueName[]): Secret<'revision'> =>
  new Secret('revision', JSON.stringify(Object.fromEntries(fields.map((name) => [name, textOf(values[name])]))));

export const unpackFormer = (packed: Secret<'revision'>): FormerValues => JSON.parse(packed.reveal()) as FormerValues;
