import { hash, randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { uuidv7 } from '../../kit/ids.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import type { FrozenDraw } from './draw.statement.ts';

/** The place of a draw's secret in the vault. The key that seals it is that of the draw, not of a person. */
const secretPlace = (wave: number, subjectId: string) => ({
  subjectId,
  table: 'draw',
  column: 'secret_sealed',
  rowId: String(wave),
});

/** A secret of 32 random bytes, sealed until the draw, and its SHA-256, published before the beacon is known. */
export const sealSecret = async (client: ClientBase, vault: Vault, wave: number) => {
  const secret = randomBytes(32);
  const subject = uuidv7();
  const value = new Secret('draw', secret.toString('hex'));
  const [sealed] = await vault.seal(client, [{ ...secretPlace(wave, subject), value }]);
  return { commitment: hash('sha256', secret, 'buffer'), subject, sealed };
};

/**
 * Opens the secret of a frozen wave.
 * @throws Error when its key was destroyed, or it is not the one that was committed to
 */
export const openSecret = async (
  client: ClientBase,
  vault: Vault,
  { wave, frozen }: { wave: number; frozen: FrozenDraw },
): Promise<Buffer> => {
  const place = secretPlace(wave, frozen.secretSubject);
  const [opened] = await vault.open(client, [{ ...place, kind: 'draw', sealed: frozen.secretSealed }]);
  if (!(opened instanceof Secret)) throw opened ?? new Error(`the secret of wave ${wave} was destroyed`);
  const secret = Buffer.from(opened.reveal(), 'hex');
  if (!hash('sha256', secret, 'buffer').equals(frozen.commitment)) {
    throw new Error('the secret is not the committed one');
  }
  return secret;
};

/** Returns the seed of a draw, 32 bytes: SHA-256(beacon's signature ‖ secret ‖ root). */
export const seedOf = (signature: Uint8Array, secret: Uint8Array, root: Uint8Array): Buffer =>
  hash('sha256', Buffer.concat([signature, secret, root]), 'buffer');
