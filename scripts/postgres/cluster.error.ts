/** Why the embedded PostgreSQL cannot be used: one line that says what to do. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
}
