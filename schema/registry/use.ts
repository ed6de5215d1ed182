/** Executions of one client that used an element of the schema, as the gateways' operation log counts them. */
export interface Use {
  /** `Type.field`, `Type.field(argument:)`, `Input.field` or `Enum.VALUE`. */
  coordinate: string;
  organization: string;
  client: string;
  version: string;
  /** Strangers' uses do not speak against a removal. */
  isAuthenticated: boolean;
  executions: number;
}
