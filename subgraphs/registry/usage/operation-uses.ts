/** Executions of one client on one day that used an element of the schema. */
export interface DayUse {
  coordinate: string;
  /** Empty where the token named none: the programme's own frontends. */
  organization: string;
  client: string;
  /** YYYY-MM-DD in Jakarta. */
  day: string;
  executions: number;
}

/** Says who used elements of the schema, as the gateways' operation log counts it; strangers are no part of it. */
export interface OperationUses {
  /** @returns undefined where nobody counts, or nobody could be asked */
  usesOf(coordinates: readonly string[], days: number): Promise<readonly DayUse[] | undefined>;
}
