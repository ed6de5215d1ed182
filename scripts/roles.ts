/** Who a developer can be on the default run, and the scopes that the token then holds. */
export const roles: Record<string, readonly string[]> = {
  participant: ['self'],
  officer: ['participant:read', 'enrollment:read', 'ledger:read', 'wave:announce'],
  platform: ['enrollment:read'],
  institution: ['enrollment:read'],
  portal: ['alumni:search'],
  wallet: ['disbursement:settle'],
  treasury: ['ledger:read'],
};
