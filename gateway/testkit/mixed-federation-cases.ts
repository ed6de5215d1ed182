import { type FederatedGraph, link } from './federation-cases.ts';

/** Small graphs, each about things of federation that meet: see `federation-cases.ts`. */
export const mixedFederationCases: Readonly<Record<string, FederatedGraph>> = {
  'an override of fields of an interface': {
    a: `${link} type Query { feed: [Post!] } interface Post { id: ID! title: String }
      type Text implements Post @key(fields: "id") { id: ID! title: String @override(from: "b") words: Int }
      type Photo implements Post @key(fields: "id") { id: ID! title: String width: Int }`,
    b: `${link} type Query { other: [Post] } interface Post { id: ID! title: String author: Author }
      type Text implements Post @key(fields: "id") { id: ID! title: String author: Author }
      type Photo implements Post @key(fields: "id") { id: ID! title: String @override(from: "a") author: Author } type Author @shareable { name: String }`,
  },
  'an override of a key and of a root field': {
    a: `${link} type Query { item: Item @override(from: "b") } type Item @key(fields: "id") { id: ID! code: ID @override(from: "b") @shareable }`,
    b: `${link} type Query { item: Item items: [Item!] } type Item @key(fields: "id") @key(fields: "code") { id: ID! code: ID size: Int }`,
    c: `${link} type Item @key(fields: "code") { code: ID stock: Int }`,
  },
  'two subgraphs that require of each other': {
    a: `${link} type Query { product: Product products: [Product!] } type Product @key(fields: "id") { id: ID! price: Int
      tax: Int @external total: Int @requires(fields: "tax") }`,
    b: `${link} type Product @key(fields: "id") { id: ID! price: Int @external total: Int @external tax: Int @requires(fields: "price")
      label: String @requires(fields: "total") }`,
  },
  'a field that requires the object itself': {
    a: `${link} type Query { person: Person } type Person @key(fields: "id") { id: ID! name: String boss: Person first: Person }`,
    b: `${link} type Person @key(fields: "id") { id: ID! name: String @external boss: Person @external
      greeting: String @requires(fields: "name boss { id name boss { id } }") }`,
  },
  'what is required and provided': {
    a: `${link} type Query { reviews: [Review] } type Review @key(fields: "id") { id: ID! text: String author: User @provides(fields: "username") product: Product }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] } type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
    b: `${link} type Query { me: User } type User @key(fields: "id") { id: ID! name: String username: String @shareable }`,
    c: `${link} type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean
      estimate: Int @requires(fields: "price weight") dear: String @requires(fields: "price") }`,
    d: `${link} type Query { products: [Product] } type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  },
  '@provides through interfaces, unions and lists': {
    a: `${link} type Query { shelf: [Shelf!] @provides(fields: "books { of { ... on Poem { title } ... on Tale { title writer { name } } } }") }
      type Shelf { books: [Book!] } type Book @key(fields: "id") { id: ID! of: Work @external } union Work = Poem | Tale
      type Poem @key(fields: "id") { id: ID! title: String @external } type Tale @key(fields: "id") { id: ID! title: String @external writer: Writer @external }
      type Writer @key(fields: "id") { id: ID! name: String @external }`,
    b: `${link} type Book @key(fields: "id") { id: ID! of: Work @shareable pages: Int } union Work = Poem | Tale
      type Poem @key(fields: "id") { id: ID! title: String @shareable lines: Int }
      type Tale @key(fields: "id") { id: ID! title: String @shareable writer: Writer @shareable } type Writer @key(fields: "id") { id: ID! name: String @shareable age: Int }`,
  },
  'nodes by id, of types that other subgraphs have': {
    a: `${link} type Query { node(id: ID!): Node nodes: [Node] } interface Node { id: ID! } type User implements Node @key(fields: "id") { id: ID! }
      type Chat implements Node @key(fields: "id") { id: ID! }`,
    b: `${link} type Query { account(id: ID): Account } interface Node { id: ID! } type Account implements Node @key(fields: "id") { id: ID! chats: [Chat!] owner: User }
      type Chat implements Node @key(fields: "id") { id: ID! text: String } type User implements Node @key(fields: "id") { id: ID! name: String }`,
    c: `${link} type Query { chat: Chat } interface Node { id: ID! } type Chat implements Node @key(fields: "id") { id: ID! account: Account users: [User] }
      type Account implements Node @key(fields: "id") { id: ID! } type User implements Node @key(fields: "id") { id: ID! chats: [Chat] }`,
  },
  'an entity that only its parent leads to': {
    a: `${link} type Query { product: Product } type Product @key(fields: "id") { id: ID! }`,
    b: `${link} type Product @key(fields: "id") { id: ID! category: Category @shareable } type Category @key(fields: "id", resolvable: false) { id: ID! details: String @shareable }`,
    c: `${link} type Product @key(fields: "id") { id: ID! category: Category @shareable } type Category @shareable { id: ID! parts: [Part!] level: Level } type Part @shareable { size: Int }
      type Level @shareable { rank: Int }`,
    d: `${link} type Product @key(fields: "id") { id: ID! category: Category @shareable } type Category @shareable { id: ID! level: Level } type Level @shareable { name: String }`,
  },
  'abstract types in abstract types': {
    a: `${link} type Query { found: [Found] media: [Media!] best: Media } interface Media { id: ID! by: Maker similar: [Media!] } interface Found { id: ID! }
      type Book implements Media & Found @key(fields: "id") { id: ID! by: Maker similar: [Media!] isbn: String } union Maker = Agency | Group
      type Song implements Media & Found @key(fields: "id") { id: ID! by: Maker similar: [Media!] length: Int }
      type Agency @key(fields: "id") { id: ID! } type Group @key(fields: "id") { id: ID! name: String }`,
    b: `${link} interface Media { id: ID! title: String price: Price } interface Price { amount: Int }
      type Book implements Media @key(fields: "id") { id: ID! title: String price: Price } type Song implements Media @key(fields: "id") { id: ID! title: String price: Price }
      type Fixed implements Price { amount: Int } type Range implements Price { amount: Int most: Int of: Media }`,
    c: `${link} union Thing = Agency | Book type Query { things: [Thing!] } type Agency @key(fields: "id") { id: ID! company: Thing staff: Int }
      type Book @key(fields: "id") { id: ID! publisher: Thing }`,
  },
  'an interface that implements another one': {
    a: `${link} type Query { all: [Animal] pets: [Pet!] } interface Animal { id: ID! legs: Int } interface Pet implements Animal { id: ID! legs: Int owner: Owner }
      type Cat implements Pet & Animal @key(fields: "id") { id: ID! legs: Int owner: Owner } type Crow implements Animal @key(fields: "id") { id: ID! legs: Int } type Owner @key(fields: "id") { id: ID! }`,
    b: `${link} interface Animal { id: ID! } type Cat implements Animal @key(fields: "id") { id: ID! lives: Int enemy: Animal } type Crow implements Animal @key(fields: "id") { id: ID! wings: Int }
      type Owner @key(fields: "id") { id: ID! name: String animals: [Animal] }`,
  },
  'an interface object that two subgraphs add to, in a union and in a list': {
    a: `${link} type Query { accounts: [Account] } interface Account @key(fields: "id") { id: ID! name: String } union Result = Admin | Note type Note { text: String }
      type Admin implements Account @key(fields: "id") { id: ID! name: String level: Int } type Guest implements Account @key(fields: "id") { id: ID! name: String until: String }
      extend type Query { results: [Result!] }`,
    b: `${link} type Account @key(fields: "id") @interfaceObject { id: ID! posts: [Post] } type Post @key(fields: "id") { id: ID! by: Account text: String }`,
    c: `${link} type Query { latest: Post } type Account @key(fields: "id") @interfaceObject { id: ID! name: String @external nick: String @requires(fields: "name") }
      type Post @key(fields: "id") { id: ID! likes: [Account!] }`,
  },
  'mutations whose answers go on in other subgraphs': {
    a: `${link} type Query { cart: Cart } type Mutation { add(by: Int!): Cart clear: Cart! } type Cart @key(fields: "id") { id: ID! count: Int items: [Item!] } type Item @key(fields: "id") { id: ID! }`,
    b: `${link} type Mutation { reserve(by: Int = 2): Item } type Item @key(fields: "id") { id: ID! stock: Int cart: Cart } type Cart @key(fields: "id") { id: ID! total: Int @requires(fields: "count") count: Int @external }`,
  },
  'keys of several kinds, of which each subgraph has another': {
    a: `${link} type Query { user: User users: [User!]! } type User @key(fields: "id") @key(fields: "email") { id: ID! email: String! }`,
    b: `${link} type User @key(fields: "email") @key(fields: "email name { first last }") { email: String! name: Name! age: Int } type Name @shareable { first: String! last: String! }`,
    c: `${link} type User @key(fields: "email name { first last }") { email: String! name: Name! city: String } type Name @shareable { first: String! last: String! }`,
    d: `${link} type User @key(fields: "id", resolvable: false) { id: ID! } type Query { log: [Entry] } type Entry { by: User also: [User] }`,
  },
  'fields of one name that two types promise differently': {
    a: `${link} type Query { owner: Owner } union Owner = Person | Firm type Person @key(fields: "id") { id: ID! tags: [String!]! @shareable friends: [Owner!]! @shareable home: Place! @shareable }
      type Firm @key(fields: "id") { id: ID! tags: [String!] friends: [Owner!] home: Place } type Place @shareable { name: String }`,
    b: `${link} type Query { people: [Person] firms: [Firm] } union Owner = Person type Person @key(fields: "id") { id: ID! tags: [String!] @shareable friends: [Owner!] @shareable home: Place @shareable }
      type Firm @key(fields: "id") { id: ID! size: Int } type Place @shareable { name: String }`,
  },
};
