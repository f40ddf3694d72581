// IBM's own authenticator, unmodified, as any Node program in a guest uses it.
// Argument: the authenticator's options as JSON. Prints the Authorization header it made.
'use strict';
const { VpcInstanceAuthenticator } = require('ibm-cloud-sdk-core');

const request = {};
new VpcInstanceAuthenticator(JSON.parse(process.argv[2]))
  .authenticate(request)
  .then(() => console.log(request.headers.Authorization))
  .catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
