// IBM's own authenticators, unmodified, as any Node program uses them.
// Arguments: the authenticator's name, and its options as JSON. Prints the Authorization header.
'use strict';
const core = require('ibm-cloud-sdk-core');

const request = {};
new core[process.argv[2]](JSON.parse(process.argv[3]))
  .authenticate(request)
  .then(() => console.log(request.headers.Authorization))
  .catch((error) => {
    console.error(error.message + ' ' + JSON.stringify(error.result || {}));
    process.exitCode = 1;
  });
