// Parses an AsyncAPI document, and fails with whatever the parser says of it.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

// Most tools read 3.0 and not yet 3.1.
const ruleset = { rules: { "asyncapi-latest-version": "off" } };
const { document, diagnostics } = await new Parser({ ruleset }).parse(readFileSync(process.argv[2], "utf8"));
for (const found of diagnostics) {
  console.log(`${found.path.join("/")}: ${found.message}`);
}
process.exit(document && diagnostics.length === 0 ? 0 : 1);
