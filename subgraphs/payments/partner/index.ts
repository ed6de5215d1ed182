export {
  type AccountFacts,
  type Outcome,
  type PartnerAdapter,
  PartnerError,
  type PayoutOrder,
} from './adapter.ts';
export { BankClient } from './bank-file/bank.client.ts';
export { writePain001 } from './iso20022/pain001.ts';
export { outcomeOfStatus, readPain002 } from './iso20022/pain002.ts';
export { livePartner, type PartnerConfiguration, publicKeysOf, simulatedPartner } from './partner.configuration.ts';
export { adapterOf, type PartnerAdapters } from './partner.service.ts';
export { openTransport } from './transport.ts';
