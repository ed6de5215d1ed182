import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { keyIdOf, readPublicKey } from '../../schema/registry/key.ts';
import type { Role } from '../../schema/registry/statement.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const name = z.string().min(1).max(128);

const pinnedKey = z.strictObject({
  /** As `keyIdOf` makes it. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  organization: name,
  /** A warden can only take away: it says what of a live statement is served no more. */
  role: z.enum(['publisher', 'approver', 'warden']),
  /** Who holds it, where an organisation has several people. */
  person: name.optional(),
  /** Which subgraphs it may speak of. A publisher names them; an approver or a warden without a list speaks of all. */
  subgraphs: z.array(z.string().min(1).max(63)).min(1).optional(),
  /** As `publicKeyText` writes it. */
  publicKey: z.string(),
  /** The first moment, and the last, at which a statement may be taken that is new to the gateway. */
  from: moment,
  until: moment.optional(),
  /** From then on nothing that it signed is taken, whenever that was. */
  revokedOn: moment.optional(),
});

const pinnedKeys = z.array(pinnedKey).max(10_000);

/** A key that the gateway's operator trusts. Times are epoch milliseconds. */
export type PinnedKey = Omit<z.infer<typeof pinnedKey>, 'publicKey'> & { key: KeyObject };

/** The keys of an operator's list. */
export class PinnedKeys {
  /** The list as it was written. */
  readonly text: string;
  readonly #keys: ReadonlyMap<string, PinnedKey>;
  /** Subgraphs that some publisher may speak of. */
  readonly subgraphs: ReadonlySet<string>;

  private constructor(text: string, keys: readonly PinnedKey[]) {
    this.text = text;
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    this.subgraphs = new Set(keys.flatMap(({ role, subgraphs = [] }) => (role === 'publisher' ? subgraphs : [])));
  }

  /** @throws Error that names the first key at fault */
  static parse(text: string): PinnedKeys {
    const parsed = pinnedKeys.safeParse(jsonIn(text));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Error(`${issue?.path.join('.') || 'the list'}: ${issue?.message}`);
    }
    const keys = parsed.data.map(readKey);
    const ids = keys.map(({ id }) => id);
    // One key in two roles would approve what it published.
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice) throw new Error(`the key ${twice} is there twice`);
    return new PinnedKeys(text, keys);
  }

  find(id: string, role: Role | 'warden'): PinnedKey | undefined {
    const key = this.#keys.get(id);
    return key?.role === role ? key : undefined;
  }

  isRevoked(id: string, now: number): boolean {
    const { revokedOn } = this.#keys.get(id) ?? {};
    return revokedOn !== undefined && revokedOn <= now;
  }
}

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
};

const readKey = ({ publicKey, ...pinned }: z.infer<typeof pinnedKey>, index: number): PinnedKey => {
  const key = readPublicKey(publicKey);
  if (!key) throw new Error(`${index}.publicKey: must be the DER of an Ed25519 key in base64url`);
  if (keyIdOf(key) !== pinned.id) throw new Error(`${index}.id: is not that of the key`);
  if (pinned.role === 'publisher' && !pinned.subgraphs) throw new Error(`${index}.subgraphs: a publisher names them`);
  return { ...pinned, key };
};
