/** What a subgraph of Federation 2 begins with. */
export const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external",
  "@requires", "@provides", "@interfaceObject", "@override", "@inaccessible", "@extends"])\n`;

/** Subgraphs by name. */
export type FederatedGraph = Readonly<Record<string, string>>;

/** Small graphs, each about one thing that federation knows, by the name under which gateways are usually compared. */
export const federationCases: Readonly<Record<string, FederatedGraph>> = {
  'simple entity call': {
    a: `${link} type Query { user: User users: [User!] } type User @key(fields: "id") { id: ID! name: String }`,
    b: `${link} type User @key(fields: "id") { id: ID! age: Int friends: [User!] best: User! }`,
  },
  'complex entity call': {
    a: `${link} type Query { topProducts: ProductList! }
      type ProductList @key(fields: "products { id pid }") { products: [Product!]! first: Product @shareable }
      type Product @key(fields: "id") @key(fields: "id pid") { id: ID! pid: ID price: Price @shareable category: Category }
      type Category @key(fields: "id tag") { id: ID! tag: ID! } type Price { price: Float! @shareable }`,
    b: `${link} type Product @key(fields: "id pid") { id: ID! pid: ID weight: Int related: [Product!] }
      type Category @key(fields: "id tag") { id: ID! tag: ID! main: Product details: String }`,
    c: `${link} type Category @key(fields: "id tag") { id: ID! tag: ID! rank: Int siblings: [Category!] }`,
  },
  'keys mashup': {
    a: `${link} type Query { a: A } type A @key(fields: "id") @key(fields: "pid") { id: ID! pid: ID! own: String }`,
    b: `${link} type Query { b: B } type B @key(fields: "id") { id: ID! a: [A!]! }
      type A @key(fields: "pid") { pid: ID! bees: [B!] nameInB(size: Int): String }`,
    c: `${link} type A @key(fields: "id") { id: ID! deep: Deep } type Deep { a: A b: B } type B @key(fields: "id") { id: ID! c: Int }`,
  },
  'requires of requires': {
    a: `${link} type Query { product: Product products: [Product!]! }
      type Product @key(fields: "id") { id: ID! price: Float weight: Int }`,
    b: `${link} type Product @key(fields: "id") { id: ID! price: Float @external
      isExpensive: Boolean @requires(fields: "price") }`,
    c: `${link} type Product @key(fields: "id") { id: ID! isExpensive: Boolean @external weight: Int @external
      canAfford: Boolean @requires(fields: "isExpensive weight") cheap: Boolean @requires(fields: "isExpensive") }`,
    d: `${link} type Product @key(fields: "id") { id: ID! canAfford: Boolean @external cheap: Boolean @external
      summary(long: Boolean): String @requires(fields: "canAfford cheap") }`,
  },
  'requires with arguments': {
    a: `${link} type Query { feed: [Post!] } enum Size { SMALL BIG }
      type Post @key(fields: "id") { id: ID! comments(limit: Int! = 3, size: Size): [Comment!] score(of: Size = SMALL): Int }
      type Comment @key(fields: "id") { id: ID! text: String }`,
    b: `${link} enum Size { SMALL BIG } type Comment @key(fields: "id") { id: ID! author: String }
      type Post @key(fields: "id") { id: ID! score(of: Size = SMALL): Int @external
      comments(limit: Int! = 3, size: Size): [Comment!] @external
      author: String @requires(fields: "comments(limit: 2, size: BIG) { id } score(of: BIG)")
      sum: Int @requires(fields: "score(of: SMALL)") }`,
  },
  'requires of nested objects': {
    a: `${link} type Query { order: Order orders: [Order!]! }
      type Order @key(fields: "id") { id: ID! lines: [Line!] address: Address }
      type Line { count: Int! item: Item } type Item @key(fields: "sku") { sku: ID! weight: Int } type Address { city: String zip: Zip }
      type Zip { code: String! area: Int }`,
    b: `${link} type Order @key(fields: "id") { id: ID! lines: [Line!] @external address: Address @external
      shipping: Int @requires(fields: "lines { count item { sku weight } } address { zip { code } }") }
      type Line @external { count: Int! item: Item } type Address @external { zip: Zip } type Zip @external { code: String! }
      type Item @key(fields: "sku") { sku: ID! weight: Int @external }`,
    c: `${link} type Item @key(fields: "sku") { sku: ID! stock: Int orders: [Order!] }
      type Order @key(fields: "id") { id: ID! shipping: Int @external total: Int @requires(fields: "shipping") }`,
  },
  'nested provides': {
    a: `${link} type Query { products: [Product!]! @provides(fields: "categories { id name }") plain: [Product!]! }
      type Product @key(fields: "id") { id: ID! categories: [Category!]! @external }
      type Category @key(fields: "id") { id: ID! name: String! @external }`,
    b: `${link} type Query { category: Category }
      type Product @key(fields: "id") { id: ID! categories: [Category!]! @shareable name: String }
      type Category @key(fields: "id") { id: ID! name: String! @shareable parent: Category subs: [Category!] }`,
  },
  'parent entity call': {
    a: `${link} type Query { products: [Product!]! } type Product @key(fields: "id pid") { id: ID! pid: ID! }`,
    b: `${link} type Product @key(fields: "id pid") { id: ID! pid: ID! category: Category @shareable }
      type Category @shareable { details: Details! } type Details @shareable { products: Int! }`,
    c: `${link} type Product @key(fields: "id") { id: ID! category: Category @shareable } type Category @shareable { id: ID! name: String details: Details! }
      type Details @shareable { rank: Int! }`,
  },
  'an interface': {
    a: `${link} type Query { node: Node nodes: [Node!]! } interface Node { id: ID! name: String parent: Node }
      type User implements Node @key(fields: "id") { id: ID! name: String parent: Node age: Int }
      type Group implements Node @key(fields: "id") { id: ID! name: String parent: Node size: Int members: [User!] }`,
    b: `${link} interface Node { id: ID! } type User implements Node @key(fields: "id") { id: ID! posts(first: Int): [Post!] }
      type Group implements Node @key(fields: "id") { id: ID! posts(first: Int): [Post!]! owner: Node }
      type Post { text: String by: Node }`,
  },
  'an interface that goes around': {
    a: `${link} type Query { product: Product } interface Product { id: ID! title: String samePriceProduct: Product }
      type Book implements Product @key(fields: "id") { id: ID! title: String samePriceProduct: Product @provides(fields: "... on Book { price }") price: Float @external }`,
    b: `${link} type Book @key(fields: "id") { id: ID! price: Float @shareable pages: Int }`,
  },
  'an interface object that is not resolvable': {
    a: `${link} type Query { product: Node } interface Node @key(fields: "id") { id: ID! }
      type Product implements Node @key(fields: "id") { id: ID! name: String price: Float }`,
    b: `${link} type Query { b: Node list: [Node!] } type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
  },
  'an interface object of which only the key is known': {
    a: `${link} interface Node @key(fields: "id") { id: ID! name: String } type Product implements Node @key(fields: "id") { id: ID! name: String }
      type Offer implements Node @key(fields: "id") { id: ID! name: String until: String }`,
    b: `${link} type Query { list: [Node!]! one: Node order: Order } type Node @key(fields: "id") @interfaceObject { id: ID! }
      type Order { node: Node nodes: [Node] note: String }`,
  },
  'provides on an interface': {
    a: `${link} type Query { media: Media @provides(fields: "animals { id name }") plain: Media } interface Media { id: ID! animals: [Animal] }
      interface Animal { id: ID! name: String }
      type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @external }
      type Dog implements Animal @key(fields: "id") { id: ID! @external name: String @external }
      type Cat implements Animal @key(fields: "id") { id: ID! @external name: String @external }`,
    b: `${link} interface Animal { id: ID! name: String } interface Media { id: ID! animals: [Animal] }
      type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable pages: Int }
      type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }
      type Cat implements Animal @key(fields: "id") { id: ID! name: String @shareable lives: Int }`,
  },
  'provides on one implementation': {
    a: `${link} type Query { book: Book @provides(fields: "animals { ... on Dog { name } }") plain: Book }
      interface Animal { id: ID! } type Book @key(fields: "id") { id: ID! animals: [Animal] @external }
      type Dog implements Animal @key(fields: "id") { id: ID! @shareable name: String @external }
      type Cat implements Animal @key(fields: "id") { id: ID! @shareable }`,
    b: `${link} interface Animal { id: ID! name: String } type Book @key(fields: "id") { id: ID! animals: [Animal] @shareable pages: Int }
      type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }
      type Cat implements Animal @key(fields: "id") { id: ID! name: String @shareable lives: Int }`,
  },
  'provides on a union': {
    a: `${link} type Query { media: [Media] @provides(fields: "... on Book { title }") plain: [Media] } union Media = Book | Film
      type Book @key(fields: "id") { id: ID! title: String @external } type Film @key(fields: "id") { id: ID! }`,
    b: `${link} type Book @key(fields: "id") { id: ID! title: String @shareable pages: Int } type Film @key(fields: "id") { id: ID! title: String @shareable minutes: Int! }`,
  },
  'requires with fragments': {
    a: `${link} type Query { entities: [Entity!]! } type Entity @key(fields: "id") { id: ID! data: Data mixed: [Mixed!] }
      interface Data { foo: String! } type Bar implements Data { foo: String! bar: String! } type Baz implements Data { foo: String! baz: Int! inner: Qux }
      type Qux { qux: String! more: Int } union Mixed = Bar | Qux`,
    b: `${link} type Entity @key(fields: "id") { id: ID! data: Data @external mixed: [Mixed!] @external
      requirer: Int @requires(fields: "data { foo ... on Bar { bar } ... on Baz { baz inner { qux } } }")
      other: String @requires(fields: "mixed { ... on Qux { more } }") }
      interface Data { foo: String! } type Bar implements Data @external { foo: String! bar: String! } type Baz implements Data @external { foo: String! baz: Int! inner: Qux }
      type Qux @external { qux: String! more: Int } union Mixed = Bar | Qux`,
  },
  'requires on types of an interface': {
    a: `${link} type Query { a: Item items: [Item!] } interface Item { id: ID! } type Left implements Item @key(fields: "id") { id: ID! address: Address }
      type Right implements Item @key(fields: "id") { id: ID! address: Address size: Int } interface Address { id: ID! }
      type Home implements Address @key(fields: "id") { id: ID! city: String } type Work implements Address @key(fields: "id") { id: ID! city: String firm: String }`,
    b: `${link} type Left @key(fields: "id") { id: ID! address: Address @external isNear: Boolean @requires(fields: "address { __typename id }") }
      type Right @key(fields: "id") { id: ID! size: Int @external isBig: Boolean @requires(fields: "size") } interface Address { id: ID! }
      type Home implements Address @key(fields: "id") { id: ID! country: String } type Work implements Address @key(fields: "id") { id: ID! country: String }`,
  },
  'types that cannot stand beside one another': {
    a: `${link} type Query { users: [User!]! } type User @key(fields: "id") { id: ID age: Int }`,
    b: `${link} type Query { accounts: [Account!]! } union Account = User | Admin
      type User @key(fields: "id") { id: ID! grade: Int! similar: [Account!] } type Admin { id: ID grade: Int photo: String similar: [Account!] }`,
  },
  'types apart in a union and an interface': {
    a: `${link} type Query { search: [Found!] node: Node } union Found = Oven | Toaster interface Node { id: ID! } type Oven implements Node @key(fields: "id") { id: ID! watts: Int warranty: Int }
      type Toaster implements Node @key(fields: "id") { id: ID! warranty: Int! slots: Int }`,
    b: `${link} interface Node { id: ID! } type Oven implements Node @key(fields: "id") { id: ID! rating: Rating } type Toaster implements Node @key(fields: "id") { id: ID! rating: Rating! }
      type Rating { stars: Int by: Node }`,
  },
  'an entity interface': {
    a: `${link} type Query { account: Account accounts: [Account!]! }
      interface Account @key(fields: "id") { id: ID! name: String }
      type Admin implements Account @key(fields: "id") { id: ID! name: String isMain: Boolean! }
      type Regular implements Account @key(fields: "id") { id: ID! name: String level: Int }`,
    b: `${link} type Account @key(fields: "id") @interfaceObject { id: ID! city: String friends: [Account!] boss: Account! }`,
  },
  'an interface object with requires': {
    a: `${link} type Query { users: [NodeWithName!]! anotherUsers: [NodeWithName] }
      interface NodeWithName @key(fields: "id") { id: ID! name: String }
      type User implements NodeWithName @key(fields: "id") { id: ID! name: String age: Int }
      type Robot implements NodeWithName @key(fields: "id") { id: ID! name: String model: String }`,
    b: `${link} type NodeWithName @key(fields: "id") @interfaceObject { id: ID! name: String @external
      username: String @requires(fields: "name") }`,
  },
  'an interface object reached from elsewhere': {
    a: `${link} interface Product @key(fields: "id") { id: ID! title: String }
      type Bread implements Product @key(fields: "id") { id: ID! title: String grain: String }
      type Salt implements Product @key(fields: "id") { id: ID! title: String grams: Int }`,
    b: `${link} type Query { product: Product products: [Product!]! } type Product @key(fields: "id") @interfaceObject { id: ID! reviews: [Review!] }
      type Review { stars: Int! of: Product }`,
    c: `${link} type Query { cheapest: Product } type Product @key(fields: "id") @interfaceObject { id: ID! price: Int similar: [Product!] }`,
  },
  'a union': {
    a: `${link} type Query { media: Media all: [Media!]! } union Media = Book | Song
      type Book @key(fields: "id") { id: ID! title: String } type Song @key(fields: "id") { id: ID! title: String! length: Int }`,
    b: `${link} type Book @key(fields: "id") { id: ID! pages: Int by: Author sequels: [Book!] }
      type Song @key(fields: "id") { id: ID! by: Author! plays: Int } type Author { name: String works: [Book!] }`,
  },
  'an override': {
    a: `${link} type Query { feed: [Post!]! } type Post @key(fields: "id") { id: ID! createdAt: String! @override(from: "b") title: String }`,
    b: `${link} type Query { bFeed: [Post!]! } type Post @key(fields: "id") { id: ID! createdAt: String! author: Author }
      type Author @key(fields: "id") { id: ID! name: String }`,
    c: `${link} type Author @key(fields: "id") { id: ID! name: String @override(from: "b") yearsOfAge: Int }`,
  },
  'an override of what is required': {
    a: `${link} type Query { users: [User!] } type User @key(fields: "id") { id: ID! name: String @override(from: "b") aName: String @requires(fields: "cName") cName: String @external }`,
    b: `${link} type User @key(fields: "id") { id: ID! name: String }`,
    c: `${link} type Query { cUsers: [User!]! } type User @key(fields: "id") { id: ID! name: String @external cName: String @requires(fields: "name") }`,
  },
  'a shared root': {
    a: `${link} type Query { product: Product @shareable } type Product @shareable { id: ID! name: Name } type Name @shareable { id: ID! brand: String! }`,
    b: `${link} type Query { product: Product @shareable } type Product @shareable { id: ID! category: Category } type Category @shareable { id: ID! name: String! }`,
    c: `${link} type Query { product: Product @shareable } type Product @shareable { id: ID! price: Price name: Name } type Price @shareable { id: ID! amount: Int! }
      type Name @shareable { id: ID! model: String }`,
  },
  'extended types of federation 1': {
    a: `${link} type Query { user: User @provides(fields: "rid") plain: User } extend type User @key(fields: "id") { id: ID! @external rid: ID @external name: String @shareable }`,
    b: `${link} type Query { bUser: User } type User @key(fields: "id") { id: ID! rid: ID @shareable nickname: String name: String @shareable }`,
  },
  'what is not accessible': {
    a: `${link} type Query { users: [User!]! } type User @key(fields: "id") { id: ID @inaccessible name: String } type Secret @inaccessible { text: String }`,
    b: `${link} type User @key(fields: "id") { id: ID @inaccessible friends: [User!] age: Int @inaccessible parent: User }`,
  },
  'a key that only refers': {
    a: `${link} type Query { users: [User!]! } type User @key(fields: "id", resolvable: false) { id: ID! } type Note { of: User text: String }
      extend type Query { notes: [Note!] }`,
    b: `${link} type User @key(fields: "id") { id: ID! name: String boss: User }`,
  },
  'nested keys': {
    a: `${link} type Query { rooms: [Room!]! } type Room @key(fields: "number hotel { code country { iso } }") { number: Int! hotel: Hotel! beds: Int }
      type Hotel @shareable { code: ID! country: Country! } type Country @shareable { iso: ID! }`,
    b: `${link} type Room @key(fields: "number hotel { code country { iso } }") { number: Int! hotel: Hotel! price(nights: Int! = 1): Int next: Room }
      type Hotel @shareable { code: ID! country: Country! } type Country @shareable { iso: ID! }`,
  },
};
