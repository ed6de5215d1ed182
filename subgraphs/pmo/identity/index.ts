export { identityPlace, packIdentity, unpackIdentity } from './identity.record.ts';
export { claimNik, insertIdentity, putIdentity, releaseNik } from './identity.statement.ts';
