import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Change } from './changes.ts';
import type { StandingDeprecation } from './deprecation.ts';
import type { Finding, Severity } from './finding.ts';
import type { Grant } from './grant.ts';
import type { OwnershipRecord } from './ownership.ts';
import type { Shape } from './shape.ts';
import type { DataUseTerms } from './terms.ts';
import type { Use } from './use.ts';

/** A subgraph that is live. */
export interface Subgraph {
  name: string;
  /** Id of the organisation that publishes it. */
  organization: string;
  sdl: string;
  /** URL at which the gateway asks it. */
  address: string;
}

/** A revision that somebody wants to publish. */
export interface Candidate extends Subgraph {
  /** Types of the events that it publishes, such as `kur.loan.decided`. */
  publishes?: readonly string[];
  /** Types of other subgraphs' events that it wants to be sent. */
  consumes?: readonly string[];
}

/** An operation that must stay valid: a client's trusted document, or what a consumer expects. */
export interface KeptDocument {
  organization: string;
  /** For people: the client and its version, or the title of the expectation. */
  name: string;
  text: string;
  /** The types that its owner relies on. */
  shape?: Shape;
}

/** What an audience is shown of a supergraph; each part is made when it is asked for. */
export interface AudienceContract {
  /** Coordinates of the fields of its objects and interfaces. */
  readonly fields: ReadonlySet<string>;
  /** What it says of each of its elements, descriptions aside: contracts that say the same are the same schema. */
  readonly elements: ReadonlyMap<string, string>;
  readonly schema: GraphQLSchema;
  /** Why the gateway could not serve it: what is shown is no schema. */
  readonly fault: string | undefined;
}

/** What audiences are shown of a supergraph. */
export interface AudienceContracts {
  /** By audience; those who are shown the same have one. */
  contracts: ReadonlyMap<string, AudienceContract>;
  /** Everyone is shown everything: the supergraph says nothing of audiences. */
  isUndivided: boolean;
}

/** What the gateway itself would say; given as functions, so that the registry does not depend on it. */
export interface GatewayView {
  /** One line for each demand of a supergraph that it does not enforce. */
  faultsOf?(supergraph: DocumentNode): readonly string[];
  /** What each audience would be shown of a supergraph. */
  contractsOf?(supergraph: DocumentNode): AudienceContracts;
  /** Points of a document's most expensive operation; undefined where they depend on its variables alone. */
  costOf?(supergraph: DocumentNode, text: string): number | undefined;
  /** The most points of one request. */
  costLimit?: number;
}

/** Everything that a check needs; it reads no file, database or clock by itself. */
export interface CheckInput {
  /** In the order in which they were first published: who was there first owns what it defined. */
  live: readonly Subgraph[];
  /** Names of all live subgraphs in that order, also of those of which nothing is left; else those of `live`. */
  order?: readonly string[];
  /** The supergraph of what is live (SDL), where it is known; else it is composed. */
  supergraph?: string;
  candidate: Candidate;
  ownership: OwnershipRecord;
  grants: readonly Grant[];
  terms: readonly DataUseTerms[];
  /** Uses of the last days; undefined where nobody counted: then everything counts as used. */
  usage?: readonly Use[];
  /** Deprecations that have begun, with who used what they take away. */
  deprecations?: readonly StandingDeprecation[];
  /** Names of organisations by their ids, for people. */
  organizationNames?: Readonly<Record<string, string>>;
  /** Trusted documents of clients. */
  documents?: readonly KeptDocument[];
  /** Operations that consumers expect to stay valid. */
  expectations?: readonly KeptDocument[];
  gateway?: GatewayView;
  /** How a change that may surprise a client that uses it counts, such as a new enum value; WARNING without it. */
  dangerousIs?: Severity;
  /** The day on which grants and terms must be in force. */
  now: Date;
}

export interface CheckResult {
  /** Errors first, each group in the order of the SDL. */
  findings: Finding[];
  /** SDL; undefined where the subgraphs do not compose. */
  supergraph?: string;
  /** What clients would see of it; undefined where there is no supergraph. */
  changes?: Change[];
}
