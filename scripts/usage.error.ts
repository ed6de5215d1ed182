/** Wrong arguments, in one line that says which and what is taken: the command ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
