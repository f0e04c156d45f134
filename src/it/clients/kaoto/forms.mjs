// Checks filled forms as Kaoto does. Called with a file of [{"name","schema","model"}], it prints one line of JSON for each:
// {"name","errors"}
import { copyFileSync, readFileSync } from "node:fs";

// Kaoto's form library is for bundlers: its modules are no modules to Node by their names.
const SOURCE = "node_modules/@kaoto/forms/dist/validation/get-validator.js";
const MODULE = "./get-validator.mjs";
copyFileSync(SOURCE, MODULE);
const { getValidator } = await import(MODULE);

for (const { name, schema, model } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const validator = getValidator(schema);
  validator(model);
  const errors = (validator.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  console.log(JSON.stringify({ name, errors }));
}
