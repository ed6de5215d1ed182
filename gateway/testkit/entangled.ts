const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject"])\n`;

/**
 * Subgraphs whose entities hang together in every way that federation knows: compound and nested keys, several keys,
 * chains of `@requires` with arguments, `@provides`, entity interfaces, `@interfaceObject`, unions.
 */
export const entangled: Record<string, string> = {
  catalog: `${link}
    type Query {
      product(sku: ID!): Product
      products(first: Int!): [Product!]!
      organization(id: ID!): Organization
      media(id: ID!): Media
      shelf: [Media!]!
      book: Book
      anything(kind: Int): [Thing!]!
    }
    type Mutation { priceProduct(sku: ID!, price: Int!): Product shelve(id: ID!): Media! count: Int! }
    enum Currency { IDR USD }
    enum Unit { CM INCH }
    union Thing = Product | Book | Film | Organization
    type Product @key(fields: "sku organization { id }") {
      sku: ID!
      organization: Organization!
      name: String! @shareable
      note: String
      weight: Int
      price(currency: Currency! = IDR): Int
      dimensions: Dimensions
      similar(first: Int! = 2): [Product!]!
    }
    type Dimensions { size(unit: Unit! = CM): Int! height: Int label: String }
    type Organization @key(fields: "id") @key(fields: "taxNumber") {
      id: ID!
      taxNumber: Int! @shareable
      name: String
      city(long: Boolean! = false): String
    }
    interface Media @key(fields: "id") { id: ID! title: String! year(calendar: String): Int owner: Organization }
    type Book implements Media @key(fields: "id") {
      id: ID! title: String! year(calendar: String): Int owner: Organization pages: Int! value: String
    }
    type Film implements Media @key(fields: "id") {
      id: ID! title: String! year(calendar: String): Int owner: Organization minutes: Int! value(cut: Int): String
    }`,
  shipping: `${link}
    enum Currency { IDR USD }
    enum Unit { CM INCH }
    type Product @key(fields: "sku organization { id }") {
      sku: ID!
      organization: Organization!
      weight: Int @external
      price(currency: Currency! = IDR): Int @external
      dimensions: Dimensions @external
      shippingCost(express: Boolean! = false): Int @requires(fields: "weight price(currency: USD) dimensions { size(unit: INCH) height }")
      carrier: Organization
    }
    type Dimensions @external { size(unit: Unit! = CM): Int! height: Int }
    type Organization @key(fields: "id") { id: ID! routes: [Route!]! }
    type Route { from: String to: String days: Int }`,
  tax: `${link}
    type Product @key(fields: "sku organization { id }") {
      sku: ID!
      organization: Organization!
      shippingCost(express: Boolean! = false): Int @external
      tax(year: Int): Int @requires(fields: "shippingCost(express: true)")
      office: Organization
    }
    type Organization @key(fields: "taxNumber") { taxNumber: Int! id: ID! @shareable rate: Int }`,
  reviews: `${link}
    type Query { review(id: ID!): Review }
    type Media @key(fields: "id") @interfaceObject { id: ID! rating(scale: Int! = 5): Int reviews(first: Int! = 2): [Review!]! }
    type Review @key(fields: "id") {
      id: ID!
      text: String
      stars: Int!
      about: Media!
      product: Product @provides(fields: "name")
    }
    type Product @key(fields: "sku organization { id }") {
      sku: ID!
      organization: Organization!
      name: String! @external
      reviews(first: Int! = 2): [Review!]!
    }
    type Organization @key(fields: "id", resolvable: false) { id: ID! }`,
};
