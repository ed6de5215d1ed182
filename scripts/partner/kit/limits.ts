/** What a subgraph takes. The gateway asks a partner 64 things at a time, and sends at most 3 MB. */
export const limits = {
  bodyBytes: 3 * 1024 * 1024,
  /** Words and signs of one operation. */
  tokens: 10_000,
  /** Requests under way. */
  requests: 256,
  /** Time in which a request must have come whole. */
  bodyMs: 10_000,
  /** Time for a request that names no deadline. */
  defaultMs: 5_000,
  /** Time in which requests may end when the process is told to stop. */
  stopMs: 10_000,
} as const;
