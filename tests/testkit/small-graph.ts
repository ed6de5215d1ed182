/**
 * A graph of the same publishers as the product's, a few elements of each: what a check costs is mostly the size of the
 * graph. The elements are named and guarded as in `schema/`.
 */
const header = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@tag", "@authenticated", "@requiresScopes", "@cost", "@listSize"]
)
`;
const forAll = '@tag(name: "public") @tag(name: "portal") @tag(name: "officer")';

const pageInfo = `
"""Where a page ends."""
type PageInfo @shareable {
  """Rows follow."""
  hasNextPage: Boolean!
  """Rows come before."""
  hasPreviousPage: Boolean!
  """Cursor of the first row."""
  startCursor: String
  """Cursor of the last row."""
  endCursor: String
}
`;

const pmo = `${header}
"""A person in the programme."""
type Participant @key(fields: "id") {
  """Opaque and stable."""
  id: ID! ${forAll}
  """Full name."""
  name: String! @requiresScopes(scopes: [["self"], ["participant:read"]]) @tag(name: "personal-data/general") @tag(name: "public") @tag(name: "officer")
  """Highest education."""
  education: String @requiresScopes(scopes: [["self"], ["participant:read"]]) @tag(name: "personal-data/general") @tag(name: "public") @tag(name: "officer")
  """Work status as stated at registration."""
  workStatus: WorkStatus! @requiresScopes(scopes: [["self"], ["participant:read"]]) @tag(name: "personal-data/general") @tag(name: "public") @tag(name: "officer")
}

"""What somebody does."""
enum WorkStatus {
  """Looks for work."""
  JOB_SEEKER
  """Runs a small business."""
  ENTREPRENEUR
}

"""A province, or a regency or city."""
type Region @key(fields: "code") {
  """Its code."""
  code: ID! ${forAll}
  """Official name."""
  name: String! ${forAll}
}

type Query {
  """A region; null when there is none."""
  region(
    """Its code."""
    code: ID!
  ): Region ${forAll}
  """The person who asks; null for others."""
  me: Participant @requiresScopes(scopes: [["self"]]) @tag(name: "public") @tag(name: "officer")
}
${pageInfo}`;

const training = `${header}
type Query {
  """One course; null when none with this id is on offer."""
  course(
    """The course's id."""
    id: ID!
  ): Course ${forAll}
}

"""What an institution teaches."""
type Course @key(fields: "id") {
  """Opaque and stable."""
  id: ID! ${forAll}
  """Title."""
  title: String! ${forAll}
}

type Participant @key(fields: "id") {
  """Opaque and stable."""
  id: ID! ${forAll}
  """
  Courses that the person takes.
  """
  enrollments(
    """How many to return: 1 to 100."""
    first: Int!
  ): EnrollmentConnection @tag(name: "personal-data/general") @requiresScopes(scopes: [["self"], ["enrollment:read"]]) @listSize(slicingArguments: ["first"], sizedFields: ["nodes"]) @tag(name: "public") @tag(name: "officer")
}

"""A page of enrolments."""
type EnrollmentConnection {
  """The rows."""
  nodes: [Course!]!
  """Where the page ends."""
  pageInfo: PageInfo!
}
${pageInfo}`;

const payments = `${header}
type Query {
  """The budget of a year, in rupiah; null where there is none."""
  budget(
    """A budget year."""
    year: Int!
  ): Rupiah @requiresScopes(scopes: [["ledger:read"]]) @tag(name: "officer")
}

"""Whole rupiah."""
scalar Rupiah
`;

const jobs = `${header}
type Query {
  """Open vacancies."""
  vacancies(
    """How the list is ordered."""
    order: VacancyOrder
    """How many to return: 1 to 100."""
    first: Int!
  ): VacancySearchConnection! @listSize(slicingArguments: ["first"], sizedFields: ["nodes"]) ${forAll}
}

"""Work that an employer offers through a job portal."""
type Vacancy @key(fields: "id") {
  """Opaque and stable."""
  id: ID! ${forAll}
  """Title as shown to job seekers."""
  title: String! ${forAll}
  """How one is employed."""
  type: EmploymentType! ${forAll}
  """How many people are sought."""
  openings: Int! ${forAll}
}

"""A page of vacancies."""
type VacancySearchConnection {
  """The rows."""
  nodes: [Vacancy!]!
  """Where the page ends."""
  pageInfo: PageInfo!
}

"""How one is employed."""
enum EmploymentType {
  """Full working time."""
  FULL_TIME
  """For a limited time."""
  CONTRACT
}

"""How a list of vacancies is ordered."""
enum VacancyOrder {
  """Newest first."""
  NEWEST
  """Highest pay first."""
  PAY_DESC
}
${pageInfo}`;

const registry = `${header}
type Query {
  """Releases of the graph."""
  registryReleases: Int @requiresScopes(scopes: [["subgraph:publish"], ["subgraph:approve"]]) @tag(name: "portal") @tag(name: "officer")
}
`;

/** SDLs by name, in the order of publication. */
export const smallGraph: Readonly<Record<string, string>> = { pmo, training, payments, jobs, registry };
