import type { DocumentNode } from 'graphql';
import { publicSchemaOf } from '../../schema/registry/public-schema.ts';
import { rememberedFor } from '../../schema/registry/remembered.ts';
import type { AudienceContract, AudienceContracts } from '../../schema/registry/revision.ts';
import { type Audience, audiences } from '../../subgraphs/kit/audiences.ts';
import { contractOf, viewersOf } from '../contract/contract.ts';
import { contractFaultOf } from '../contract/contracts.ts';
import { elementsShown, type ShownElements } from '../contract/shown.ts';

/** What each audience would be shown of a supergraph; made once for each document. */
export const contractsOf = rememberedFor((supergraph: DocumentNode): AudienceContracts => {
  const viewerOf = viewersOf(supergraph);
  const isUndivided = viewerOf('public') === 'officer';
  const viewers = [...new Set(audiences.map(viewerOf))];
  const made = new Map(viewers.map((viewer) => [viewer, new Contract(supergraph, { viewer, isUndivided })]));
  const contracts = audiences.flatMap((audience) => {
    const contract = made.get(viewerOf(audience));
    return contract ? [[audience, contract] as const] : [];
  });
  return { contracts: new Map(contracts), isUndivided };
});

interface ContractOptions {
  viewer: Audience;
  /** Everyone is shown the same. */
  isUndivided: boolean;
}

/** The part of a supergraph that an audience is shown; schemas cost much more than what they are made of. */
class Contract implements AudienceContract {
  readonly #supergraph: DocumentNode;
  readonly #options: ContractOptions;
  #document: DocumentNode | undefined;
  #shown: ShownElements | undefined;

  constructor(supergraph: DocumentNode, options: ContractOptions) {
    this.#supergraph = supergraph;
    this.#options = options;
  }

  get fields() {
    return this.#elements.fields;
  }

  get elements() {
    return this.#elements.elements;
  }

  get schema() {
    return publicSchemaOf(this.#contract);
  }

  get fault() {
    const { viewer, isUndivided } = this.#options;
    try {
      return contractFaultOf(this.schema, isUndivided ? undefined : viewer)?.message;
    } catch (error) {
      // The gateway could not serve it at all.
      return (error as Error).message;
    }
  }

  get #contract() {
    this.#document ??= contractOf(this.#supergraph, this.#options.viewer);
    return this.#document;
  }

  get #elements() {
    this.#shown ??= elementsShown(this.#contract);
    return this.#shown;
  }
}
