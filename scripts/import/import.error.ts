/** A file that cannot be imported at all, in one line that says what to do about it. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
