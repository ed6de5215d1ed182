/**
 * Who owns what, beyond what follows from the live subgraphs. The registry keeps it with every revision that goes live
 * and only ever adds to it: so nobody becomes the owner of what was there before.
 */
export interface OwnershipRecord {
  /** The organisation that looks after what belongs to the whole graph: root types, federation, names of nobody. */
  steward: string;
  /** Owners by type name, or by coordinate of a field. What is missing belongs to who published it first. */
  elements: Readonly<Record<string, string>>;
  /** First words of names, by organisation: root fields, tags and scopes that begin so are that organisation's alone. */
  prefixes: Readonly<Record<string, readonly string[]>>;
  scopes: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  /** Owners of linked specifications, by URL. */
  links: Readonly<Record<string, string>>;
}
