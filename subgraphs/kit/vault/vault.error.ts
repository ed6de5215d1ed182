/** A sealed value or a key that cannot be trusted. Names the place, never the value. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
}
