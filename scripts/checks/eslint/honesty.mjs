import { forbid } from "./forbid.mjs";

const SWALLOWED = "This swallows an error: handle it, add what you know and rethrow, or let it pass.";
const EVERY_TEST_RUNS = "Every test runs: mend it or delete it.";
const REAL_DATABASE = "The database is never mocked: name the file `*.db.test.ts` and call useTestDatabase().";

const empty = ":matches(ArrowFunctionExpression, FunctionExpression)";
const handler = "CallExpression[callee.property.name='catch'][arguments.length=1]";
const leftOut = "[property.name=/^(only|skip|todo|fixme|skipIf|runIf|fails|fail)$/]";
const runner = "/^(it|test|describe|suite|bench)$/";

export const honestyRules = {
  "no-swallowed-errors": forbid({
    "CatchClause > BlockStatement[body.length=0]": SWALLOWED,
    [`${handler} > ${empty} > BlockStatement.body[body.length=0]`]: SWALLOWED,
    [`${handler} > ArrowFunctionExpression > Identifier.body[name='undefined']`]: SWALLOWED,
    [`${handler} > ArrowFunctionExpression > Literal.body`]: SWALLOWED,
    [`${handler} > ArrowFunctionExpression > UnaryExpression.body[operator='void']`]: SWALLOWED,
  }),
  "every-test-runs": forbid({
    [`MemberExpression[object.name=${runner}]${leftOut}`]: EVERY_TEST_RUNS,
    [`MemberExpression[object.object.name=${runner}]${leftOut}`]: EVERY_TEST_RUNS,
    "CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]": EVERY_TEST_RUNS,
    [`CallExpression[callee.name=${runner}] > ObjectExpression > Property[key.name=/^(only|skip|todo|fails)$/]`]:
      EVERY_TEST_RUNS,
    "CallExpression[arguments.length<2][callee.object.name=/^(ctx|context|t|task)$/][callee.property.name='skip']":
      EVERY_TEST_RUNS,
  }),
  "never-mock-the-database": forbid({
    "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock)$/] > Literal.arguments[value=/(server.db|prisma|^pg$)/]":
      REAL_DATABASE,
  }),
};
