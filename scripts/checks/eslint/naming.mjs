import { forbid } from "./forbid.mjs";

const declared = (pattern) =>
  `:matches(ClassDeclaration, TSInterfaceDeclaration, TSTypeAliasDeclaration)[id.name=${pattern}]`;
const typed = (pattern, type) =>
  `:matches(TSPropertySignature[key.name=${pattern}], PropertyDefinition[key.name=${pattern}], Identifier[name=${pattern}]) > TSTypeAnnotation > ${type}`;

/** Reports a file that does nothing but hand on what other files export. */
const noBarrels = {
  meta: { type: "problem", schema: [] },
  create: (context) => ({
    Program(node) {
      const handsOn = (statement) =>
        statement.type === "ExportAllDeclaration" ||
        (statement.type === "ExportNamedDeclaration" && statement.source !== null && statement.source !== undefined);
      if (node.body.length > 0 && node.body.every(handsOn)) {
        context.report({ node, message: "No barrels: import from the file that declares the thing." });
      }
    },
    "ExportAllDeclaration[exported=null]": (node) =>
      context.report({ node, message: "No `export *`: a reader must see where a name comes from." }),
  }),
};

export const namingRules = {
  "no-interface-prefix": forbid({
    [declared("/^I[A-Z][a-z]/")]: "No `I` prefix: name the thing itself.",
  }),
  "no-vague-suffix": forbid({
    [declared("/.(Service|Manager|Impl|Helper|Util|Utils)$/")]:
      "No Service, Manager, Impl, Helper or Util: name what it is, or make it a function named by its verb.",
  }),
  "no-enums": forbid({
    TSEnumDeclaration: "No enums: use a union of strings, or `as const` and a mapped type.",
  }),
  "no-barrels": noBarrels,
  "at-is-an-instant": forbid({
    [typed("/[a-z]At$/", "TSNumberKeyword")]:
      "`*At` is a UTC instant: a Date, or an ISO string on the wire. A duration is called `*Ms`.",
  }),
  "ms-is-a-number": forbid({
    [typed("/[a-z]Ms$/", ":matches(TSStringKeyword, TSTypeReference[typeName.name='Date'])")]:
      "`*Ms` is a number of milliseconds. An instant is called `*At`.",
  }),
};
