// The `graphql` of our schemas. Below scripts/bench that name is the copy that the reference gateway brings, and neither
// takes a schema of the other.
export { execute, graphql, parse } from 'graphql';
