import { type FederatedGraph, link } from './federation-cases.ts';

/** Small graphs whose subgraphs are written as Federation 1 has it, without `@link`; some beside one of Federation 2. */
export const olderFederationCases: Readonly<Record<string, FederatedGraph>> = {
  'federation 1: an extension with what is external': {
    a: `type Query { user: User users: [User!] } type User @key(fields: "id") { id: ID! name: String weight: Int }`,
    b: `type Query { bUser: User } extend type User @key(fields: "id") { id: ID! @external weight: Int @external
      nick: String parcel: Int @requires(fields: "weight") friends: [User] }`,
  },
  'federation 1: @extends, and a key that is an extension’s': {
    a: `type Query { product: Product } type Product @key(fields: "upc") @key(fields: "sku") { upc: ID! sku: ID! name: String }`,
    b: `type Query { cheap: [Product] } type Product @key(fields: "sku") @extends { sku: ID! @external price: Int offers: [Offer!] }
      type Offer @key(fields: "id") { id: ID! until: String }`,
    c: `extend type Offer @key(fields: "id") { id: ID! @external until: String @external note: String @requires(fields: "until") of: Product }
      extend type Product @key(fields: "upc") { upc: ID! @external stock: Int }`,
  },
  'federation 1: @provides on an extension': {
    a: `type Query { reviews: [Review!] } type Review @key(fields: "id") { id: ID! author: User @provides(fields: "name") text: String }
      extend type User @key(fields: "id") { id: ID! @external name: String @external reviews: [Review] }`,
    b: `type Query { me: User } type User @key(fields: "id") { id: ID! name: String email: String }`,
  },
  'federation 1: fields that are external though nothing needs them': {
    a: `type Query { product: Product products: [Product] } type Product @key(fields: "id") { id: ID! name: String price: Int }`,
    b: `extend type Product @key(fields: "id") { id: ID! @external name: String @external price: Int @external rating: Int similar: [Product!] }`,
  },
  'federation 1: values that several subgraphs have': {
    a: `type Query { shop: Shop } type Shop @key(fields: "id") { id: ID! place: Place } type Place { city: String zip: ID } enum Kind { BIG SMALL } interface Named { name: String }
      type Street implements Named { name: String }`,
    b: `extend type Shop @key(fields: "id") { id: ID! @external other: Place kind: Kind on: Street } type Place { city: String zip: ID } enum Kind { BIG SMALL }
      interface Named { name: String } type Street implements Named { name: String }`,
  },
  'federation 1: an interface and a union over extensions': {
    a: `type Query { all: [Media] found: [Found!] } interface Media { id: ID! title: String } union Found = Book | Film
      type Book implements Media @key(fields: "id") { id: ID! title: String } type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }`,
    b: `extend type Book @key(fields: "id") { id: ID! @external pages: Int sequel: Book } extend type Film @key(fields: "id") { id: ID! @external title: String @external
      poster: String @requires(fields: "title") }`,
  },
  'federation 1: compound and nested keys': {
    a: `type Query { rooms: [Room] } type Room @key(fields: "number hotel { code }") { number: Int! hotel: Hotel! beds: Int } type Hotel @key(fields: "code") { code: ID! name: String }`,
    b: `extend type Room @key(fields: "number hotel { code }") { number: Int! @external hotel: Hotel! @external price: Int } extend type Hotel @key(fields: "code") { code: ID! @external stars: Int }`,
  },
  'federation 1 beside federation 2': {
    a: `type Query { user: User } type User @key(fields: "id") { id: ID! name: String address: Address } type Address { street: String city: String }`,
    b: `${link} type Query { people: [User!] } type User @key(fields: "id") { id: ID! name: String @override(from: "a") city: String @requires(fields: "address { city }") address: Address @external }
      type Address @shareable { city: String street: String }`,
    c: `extend type User @key(fields: "id") { id: ID! @external age: Int } extend type Query { oldest: User }`,
  },
};
