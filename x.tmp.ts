import { checkRevision } from './schema/registry/check.ts';
import { checkOfBank, withHeader } from './schema/registry/testkit/live.ts';
const r = await checkRevision(checkOfBank(withHeader('type Query { kurOffers: [String!]!\n _entities(representations: [String!]!): [String]!\n}')));
console.log(r.findings);
import { placesIn } from './schema/registry/sdl/places.ts';
import { parse } from 'graphql';
console.log(placesIn(parse('type Query { kurOffers: [String!]!\n _entities(representations: [String!]!): [String]!\n}')).map(p=>p.coordinate));
