export { askRegistry, askRegistryFirst } from './ask.statement.ts';
