import { services } from '../../scripts/services.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { pmo } from '../../subgraphs/pmo/features.ts';
import { registry } from '../../subgraphs/registry/features.ts';
import { training } from '../../subgraphs/training/features.ts';
import type { startRotatingCivil } from './rotating-civil.ts';
import type { startRotatingPartners } from './rotating-partners.ts';
import {
  at,
  attestation,
  bearers,
  caller,
  programmeAt,
  runnerAt,
  tokenKeys,
  tokenSteps,
  toPayments,
  toPmo,
  vaultSteps,
} from './rotating-secrets.ts';
import { gatewayAt, type SteppedService, subgraphAt } from './rotation.ts';

interface ServicesOptions {
  open(start: SteppedService['start']): Promise<SteppedService>;
  /** URL of a service's database at a step. */
  databaseAt(name: string, step: number): string;
  partners: Awaited<ReturnType<typeof startRotatingPartners>>;
  civil: Awaited<ReturnType<typeof startRotatingCivil>>;
  jwksUrl: string;
}

const common = { VAULT_KEYS: '', CODE_SENDER_URL: 'console:', BARRED_LISTS_DIR: '/tmp' };

const paymentsAt = ({ open, databaseAt, partners }: ServicesOptions) =>
  open(
    subgraphAt('payments', payments, (step) => ({
      DATABASE_URL: databaseAt('payments', step),
      CALLER_SECRET: at(caller.payments, step),
      VAULT_KEYS: at(vaultSteps, step),
      PURCHASE_TOKEN_PUBLIC_KEY: at(tokenSteps, step),
      PAYMENT_PARTNERS: partners.configuration(step),
      EVENT_PUBLISHERS: JSON.stringify([{ name: 'pmo', secret: at(toPayments, step) }]),
    })),
  );
const pmoOver = (own: SteppedService, { open, databaseAt, civil }: ServicesOptions) =>
  open(
    subgraphAt('pmo', pmo, (step) => ({
      ...common,
      DATABASE_URL: databaseAt('pmo', step),
      CALLER_SECRET: at(caller.pmo, step),
      VAULT_KEYS: at(vaultSteps, step),
      NIK_ATTESTATION_KEY: at(attestation, step),
      CIVIL_REGISTRY_URL: civil.url,
      CIVIL_REGISTRY_KEY: civil.keyAt(step),
      EVENT_PUBLISHERS: JSON.stringify([{ name: 'payments', secret: at(toPmo, step) }]),
      EVENT_SUBSCRIBERS: JSON.stringify([
        {
          name: 'payments',
          url: `http://127.0.0.1:${own.port}/events`,
          secret: at(toPayments, step),
          types: ['pmo.participants.erased'],
        },
      ]),
    })),
  );
const trainingAt = ({ open, databaseAt }: ServicesOptions) =>
  open(
    subgraphAt('training', training, (step) => ({
      DATABASE_URL: databaseAt('training', step),
      CALLER_SECRET: at(caller.training, step),
      PURCHASE_TOKEN_KEY: JSON.stringify(step >= 2 ? tokenKeys.fresh : tokenKeys.old),
      ...programmeAt(step),
    })),
  );
const gatewayOver = (own: Record<keyof typeof caller, SteppedService>, { open, jwksUrl }: ServicesOptions) =>
  open(
    gatewayAt((step) => ({
      JWKS_URL: jwksUrl,
      // What is measured is who is believed, on a machine that may be busy.
      SUBGRAPH_TIMEOUT_MS: '60000',
      REQUEST_TIMEOUT_MS: '90000',
      RATE_LIMITS: JSON.stringify({ client: 0, person: 0, anonymous: 0 }),
      SUPERGRAPH_SECRET: at(bearers.operator, step),
      SUPERGRAPH_LOOK_SECRET: at(bearers.look, step),
      COUNTS_SECRET: at(bearers.counts, step),
      SUBGRAPHS: JSON.stringify(
        Object.fromEntries(
          services.flatMap(({ name, kind }) => {
            if (kind !== 'subgraph') return [];
            const known = name in own ? (name as keyof typeof own) : 'payments';
            const url = `http://127.0.0.1:${own[known].port}/graphql`;
            return [[name, { url, secret: at(caller[known], step) }]];
          }),
        ),
      ),
    })),
  );

const openLane = async (options: ServicesOptions) => {
  const own = { payments: await paymentsAt(options), training: await trainingAt(options) };
  const withPmo = { ...own, pmo: await pmoOver(own.payments, options) };
  return { ...withPmo, gateway: await gatewayOver(withPmo, options), isOpen: true, underWay: 0 };
};
const registryAt = ({ open, databaseAt }: ServicesOptions) =>
  open(
    subgraphAt('registry', registry, (step) => ({
      DATABASE_URL: databaseAt('registry', step),
      CALLER_SECRET: at(caller.pmo, step),
      BUNDLE_SECRET: at(bearers.bundle, step),
      CONFORMANCE_SECRET: at(bearers.runner, step),
      CONFORMANCE_KEYS: runnerAt(step),
    })),
  );

/** Two gateways, each with a `pmo`, `payments` and `training` of its own over the same databases, and one registry. */
export const openServices = async (options: ServicesOptions) => ({
  lanes: [await openLane(options), await openLane(options)],
  registry: await registryAt(options),
});
