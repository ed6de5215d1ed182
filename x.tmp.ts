import { diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
const a = buildSchema('type Query { a(x: Int): String! b: E c(i: I): U } enum E { A B } input I { x: Int e: E } union U = T | V type T { a: Int e: E} type V {a: Int}');
const b = buildSchema('type Query { a(x: Int = 3, y: Int!): String c(i: I): U } enum E { A B C } input I { x: Int! e: E z: Int! } union U = T | V |W type T { a: Int! e: E} type V {a: Int} type W { a: Int}');
for (const c of await diff(a, b)) console.log(c.type, c.path, c.criticality, JSON.stringify(c.meta));
