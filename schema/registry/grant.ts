import type { DataUseTerms } from './terms.ts';

/** What an owner can let another organisation do with what it owns. */
export const permissions = [
  /** New fields on an entity, or root fields outside one's own prefix. */
  'ADD_FIELDS',
  /** The same fields that the owner answers. */
  'SHARE_FIELDS',
  /** Taking over fields by `@override`. */
  'OVERRIDE_FIELDS',
  /** Being sent fields by `@requires`. */
  'REQUIRE_FIELDS',
  /** Answering fields on a path of one's own by `@provides`. */
  'PROVIDE_FIELDS',
  'ADD_KEYS',
  'ADD_VALUES',
  'ADD_MEMBERS',
  /** Own types that implement the owner's interface. */
  'IMPLEMENT',
  /** Taking personal data by arguments and input fields. */
  'TAKE_FIELDS',
  /** The same definition again, letter by letter: value types that several subgraphs have. */
  'RESTATE',
  /** A scope, a tag, an event or a directive in one's own part of the graph. */
  'USE',
] as const;

export type Permission = (typeof permissions)[number];

/** The organisation that stands for all of them in a grant. */
export const everyone = '*';

/** What an owner allows another organisation, dated and revocable. */
export interface Grant {
  owner: string;
  /** Id of an organisation, or `*` for all of them. */
  to: string;
  /** What it is about: the name of a type, `@directive`, or `scope`, `tag`, `event`, `link`. */
  on: string;
  may: readonly Permission[];
  /** Names of fields, values, members, scopes, tags, events or links that it covers; all where it names none. */
  fields?: readonly string[];
  /** ISO dates; it holds from the beginning of `from` to the end of `until`, for ever without one. */
  from: string;
  until?: string;
  /** Two people of the owner's organisation. */
  grantedBy: string;
  approvedBy: string;
  revokedOn?: string;
  /** What personal data may be used for that goes, or is answered or taken, by the fields that it names. */
  terms?: Pick<DataUseTerms, 'class' | 'purpose' | 'isConsentNeeded'>;
}

/** Terms have a last day; a grant without one has none. */
const FOR_EVER = '9999-12-31';

/** The terms of a grant: one for each field that it names. */
export const termsOf = ({ terms, may: _may, on, fields = [], ...dated }: Grant): DataUseTerms[] =>
  terms ? fields.map((field) => ({ ...dated, ...terms, until: dated.until ?? FOR_EVER, field: `${on}.${field}` })) : [];
