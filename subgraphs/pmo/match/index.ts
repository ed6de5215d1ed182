export { askRegistry, askRegistryFirst } from './ask.statement.ts';
export { decideMatch, giveUpNik } from './decide.statement.ts';
