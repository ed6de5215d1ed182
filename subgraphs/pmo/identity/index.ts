export { identityPlace, packIdentity, unpackIdentity } from './identity.record.ts';
export { confirmNik, giveNik, insertIdentity, putIdentity, releaseNik } from './identity.statement.ts';
