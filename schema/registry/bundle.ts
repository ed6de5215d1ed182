import { z } from 'zod';
import { MOST_CANARY_SHARE, type Statement } from './statement.ts';

/**
 * What the registry serves to gateways at `GET /bundle`. Nothing in it is to be believed for having come from the
 * registry: a gateway verifies each statement by keys of its own, composes the SDLs again and compares the hashes.
 */

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const number = z.number().int().min(1).max(1_000_000_000);

/** The name is what `isSignedBy` takes; unknown members are dropped, since nobody signed them. */
const statement = z.object({
  organization: z.string().min(1).max(128),
  subgraph: z.string().min(1).max(63),
  number,
  previous: hash.nullable(),
  sdlHash: hash,
  address: z.string().min(1).max(2_048),
  rollbackTo: number.optional(),
}) satisfies z.ZodType<Statement>;

const signature = z.object({
  /** Id of the key, as `keyIdOf` makes it. */
  keyId: hash,
  /** Base64url, as `signStatement` makes it. */
  signature: z.string().regex(/^[\w-]{86}$/),
});

/** A statement that stands between two live ones. Nobody approved it where it was refused or withdrawn. */
const chained = z.object({ statement, publisher: signature, approver: signature.optional() });

/**
 * Elements of a live revision that are left out, since an owner no longer grants them: coordinates of fields, or `*` for
 * all of it. Signed as `withholdingPurpose` says, by a warden.
 */
const withheld = z.object({ elements: z.array(z.string().min(1).max(500)).min(1).max(10_000), warden: signature });

const revision = z.object({
  statement,
  publisher: signature,
  approver: signature,
  /** What `statement.sdlHash` is the hash of. */
  sdl: z.string().max(1_048_576),
  /**
   * The statements before it, oldest first, without a gap, `CHAIN_LENGTH` at most: a gateway that remembers one of them
   * sees that the live one follows from it.
   */
  chain: z.array(chained),
  withheld: withheld.optional(),
});

/** A revision that a share of the callers is to meet; its approver signed the share. */
const canary = revision.extend({ share: z.number().int().min(1).max(MOST_CANARY_SHARE) });

/** A key as the registry knows it. A gateway pins keys by itself; what the registry adds is which ones were revoked. */
const key = z.object({
  id: hash,
  organization: z.string().min(1).max(128),
  role: z.enum(['publisher', 'approver']),
  /** Ed25519, DER of the SubjectPublicKeyInfo in base64url (RFC 8410): its SHA-256 is the id. */
  publicKey: z.string().regex(/^[\w-]{59}$/),
  isRevoked: z.boolean(),
});

const bundle = z.object({
  format: z.literal(1),
  /** SDL. */
  supergraph: z.string(),
  supergraphHash: hash,
  /** One of each live subgraph, in the order of their first publication, in which they are composed. */
  revisions: z.array(revision).max(1_000),
  /** A revision of one subgraph that is live; its chain has the live statement. */
  canary: canary.optional(),
  /** The keys of the revisions and their chains, revoked ones too. */
  keys: z.array(key),
});

/** The most statements of a chain. */
export const CHAIN_LENGTH = 50;

export type ChainedStatement = z.infer<typeof chained>;
export type BundleSignature = z.infer<typeof signature>;
export type BundleRevision = z.infer<typeof revision>;
export type BundleCanary = z.infer<typeof canary>;
export type BundleKey = z.infer<typeof key>;
export type Bundle = z.infer<typeof bundle>;

/** @throws Error in one line that names the first place that is wrong, never its value */
export const readBundle = (value: unknown): Bundle => {
  const parsed = bundle.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`the bundle is malformed at ${issue?.path.join('.') || 'its root'}: ${issue?.message}`);
};
