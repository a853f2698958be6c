import { forbid } from "./forbid.mjs";

const SQL_HOME = "SQL lives in src/server/db/ only: add a function there and call it.";
const UNSAFE = "No SQL from strings: use the tagged template, which binds its values.";
const PROVIDER =
  "Only providers/catalog names a provider. Ask the catalog, or look at the data the provider offers (`push?`, `oauth?`).";
const GOOGLEAPIS =
  "The whole `googleapis` package costs 650 ms and 165 MB: import from `googleapis/build/src/apis/calendar`.";

const providerName = "/^(google|microsoft|outlook|caldav|azure-ad)$/";
const wholeGoogleapis = "/^googleapis(?!\\u002fbuild\\u002fsrc\\u002fapis\\u002fcalendar(\\u002findex\\.js)?$)/";

export const boundaryRules = {
  "sql-only-in-server-db": forbid({
    "TaggedTemplateExpression[tag.name='sql']": SQL_HOME,
    "TaggedTemplateExpression[tag.object.name='Prisma'][tag.property.name='sql']": SQL_HOME,
    "MemberExpression[property.name=/^\\$(queryRaw|executeRaw)/]": SQL_HOME,
    "CallExpression[callee.property.name='query'] > Literal.arguments[value=/^\\s*(select|insert|update|delete|with|create|alter|drop|set|begin)\\s/i]":
      SQL_HOME,
    "CallExpression[callee.property.name='query'] > TemplateLiteral.arguments": SQL_HOME,
  }),
  "no-unsafe-sql": forbid({
    "MemberExpression[property.name=/^\\$(queryRaw|executeRaw)Unsafe$/]": UNSAFE,
    "MemberExpression[object.name='Prisma'][property.name='raw']": UNSAFE,
  }),
  "googleapis-calendar-only": forbid({
    [`ImportDeclaration[source.value=${wholeGoogleapis}]`]: GOOGLEAPIS,
    [`ImportExpression[source.value=${wholeGoogleapis}]`]: GOOGLEAPIS,
  }),
  "provider-names-stay-home": forbid({
    [`Literal[value=${providerName}]`]: PROVIDER,
    [`TemplateLiteral[quasis.length=1] > TemplateElement[value.cooked=${providerName}]`]: PROVIDER,
  }),
  "no-server-actions": forbid({
    "ExpressionStatement[directive='use server']":
      "No Server Actions: a page changes something by `fetch` to a route under src/app/api, which checks origin and rights.",
  }),
  "colours-are-tokens": forbid({
    "Literal[value=/(#[0-9a-f]{3}([0-9a-f]{3})?\\b|\\b(rgba?|hsla?|oklch|oklab)\\()/i]":
      "No raw colours in components: use a token of tailwind.config.ts.",
    "Literal[value=/\\b(bg|text|border|ring|fill|stroke|from|to|via|outline|divide|decoration)-(slate|gray|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose)-\\d{2,3}\\b/]":
      "No palette colours in components: use a token of tailwind.config.ts.",
  }),
};
