import type { Owners } from '../../../schema/registry/owners.ts';
import { rootTypes } from '../../../schema/registry/sdl/part.ts';

const recordedIn = (record: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** Who owns one name of an element, by the rules that a check has; all of the element where there is no name. */
const ownerOf = (owners: Owners, element: string, name: string | undefined): string | undefined => {
  const { record } = owners;
  if (element.startsWith('@')) return owners.ofDirective(element.slice(1));
  if (name === undefined) return owners.ofType(element);
  if (element === 'tag') return recordedIn(record.tags, name) ?? owners.ofPrefix(name) ?? record.steward;
  if (element === 'scope') return recordedIn(record.scopes, name) ?? owners.ofPrefix(name);
  if (element === 'link') return recordedIn(record.links, name);
  if (element === 'event') return owners.ofSubgraph(name.split('.', 1)[0] ?? '');
  const answered = owners.ofField(element, name);
  return answered ?? (rootTypes.has(element) ? owners.ofPrefix(name) : undefined) ?? owners.ofType(element);
};

const named = new Set(['tag', 'scope', 'link', 'event']);

/**
 * Decides whether all that an offer is about is the owner's. For tags, scopes, links and events, no names stand for all
 * of the owner's.
 */
export const isOwned = (
  owners: Owners,
  { owner, element, fields }: { owner: string; element: string; fields: readonly string[] | null },
): boolean => {
  if (fields === null) return named.has(element) || ownerOf(owners, element, undefined) === owner;
  return fields.every((name) => ownerOf(owners, element, name) === owner);
};
