/** How a simulator behaves: as a wallet or bank that speaks SNAP BI in its own way. */
export type SimulatedDialect = 'strict' | 'dana' | 'midtrans' | 'durianpay' | 'intrabank' | 'interbank';

/** The partners of the default run, by the codes that the graph knows them by. */
export const simulatedPartners: readonly { code: string; dialect: SimulatedDialect }[] = [
  { code: 'bca', dialect: 'interbank' },
  { code: 'bni', dialect: 'intrabank' },
  { code: 'dana', dialect: 'dana' },
  { code: 'gopay', dialect: 'midtrans' },
  { code: 'linkaja', dialect: 'strict' },
  { code: 'ovo', dialect: 'durianpay' },
];
