export { readExpectations } from './expectation.read.ts';
