// Judges OpenAPI documents by the specification's own schema, and follows every reference.
import { Validator } from "@seriousme/openapi-schema-validator";

for (const file of process.argv.slice(2)) {
  const validator = new Validator();
  const result = await validator.validate(file);
  if (!result.valid || validator.version !== "3.1") {
    console.error(file, validator.version, JSON.stringify(result.errors, null, 1));
    process.exitCode = 1;
  } else {
    console.log(file, "is valid");
  }
}
