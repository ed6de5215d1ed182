import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { Publishers } from '../ownership/index.ts';
import { Expectations } from './009-expectations.migration.ts';
import { ExpectationEntity } from './expectation.entity.ts';
import { expectationLoaders } from './expectation.loader.ts';
import { addExpectation, removeExpectation } from './expectation.mutations.ts';
import { ExpectationResolver } from './expectation.resolver.ts';
import { ExpectationService } from './expectation.service.ts';
import { LiveShapes } from './live-shapes.ts';

export const expectation = defineFeature({
  name: 'expectation',
  entities: [ExpectationEntity],
  resolvers: [ExpectationResolver],
  mutations: [addExpectation, removeExpectation],
  services: ({ database, acting, now }: Kit & { acting: Publishers }) => ({
    expectations: new ExpectationService({ shapes: new LiveShapes(database), acting, now }),
  }),
  loaders: expectationLoaders,
  migrations: [{ name: '009-expectations', class: Expectations }],
});
