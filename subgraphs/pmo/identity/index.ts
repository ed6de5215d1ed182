export { type IdentityRecord, identityPlace, packIdentity, unpackIdentity } from './identity.record.ts';
export { confirmNik, insertIdentity, putIdentity, releaseNik } from './identity.statement.ts';
