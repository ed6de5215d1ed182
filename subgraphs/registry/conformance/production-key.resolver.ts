import { Ctx, FieldResolver, Resolver, Root, registerEnumType } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { PublisherKeyType } from '../key/key.type.ts';
import type { ConformanceLoaders } from './conformance.loader.ts';
import type { ConformanceGate } from './gate.service.ts';

enum PublisherKeyEnvironment {
  SANDBOX = 'SANDBOX',
  PRODUCTION = 'PRODUCTION',
}

registerEnumType(PublisherKeyEnvironment, {
  name: 'PublisherKeyEnvironment',
  description: 'How far what a key signs can go.',
  valuesConfig: {
    SANDBOX: { description: 'It is checked and proposed, and can be run through conformance; it does not go live.' },
    PRODUCTION: { description: 'It can go live.' },
  },
});

interface Slice extends RequestContext {
  gate: ConformanceGate;
  loaders: ConformanceLoaders;
}

@Resolver(() => PublisherKeyType)
export class ProductionKeyResolver {
  @FieldResolver(() => PublisherKeyEnvironment, {
    description: 'Where what it signs can go; see `activateProductionKey`.',
  })
  async environment(
    @Root() { id, organization }: PublisherKeyType,
    @Ctx() { gate, loaders }: Slice,
  ): Promise<PublisherKeyEnvironment> {
    const isOpen = gate.isExempt(organization) || (await loaders.productionKey.load(id)) !== null;
    return isOpen ? PublisherKeyEnvironment.PRODUCTION : PublisherKeyEnvironment.SANDBOX;
  }
}
