// The life of a trusted profile through IBM's own SDKs, unmodified, with a real guest in it.
// Arguments: the address of the API, a JSON: the account's id, the guest's CRN, and the command that
// prints the Authorization header that IBM's authenticator gets inside the guest.
// The operator's key is in OPERATOR_KEY. Prints what was seen, a line each.
'use strict';
const { execFileSync } = require('node:child_process');
const { BearerTokenAuthenticator, IamAuthenticator } = require('ibm-cloud-sdk-core');
const IamIdentityV1 = require('@ibm-cloud/platform-services/iam-identity/v1');
const IamPolicyManagementV1 = require('@ibm-cloud/platform-services/iam-policy-management/v1');

const [url, given] = process.argv.slice(2);
const { account, crn, guest } = JSON.parse(given);

const VIEWER = 'crn:v1:bluemix:public:iam::::role:Viewer';
const ADMINISTRATOR = 'crn:v1:bluemix:public:iam::::role:Administrator';

function say(what, value) {
  console.log(`${what}: ${value}`);
}

async function post(path, form) {
  const answer = await fetch(url + path, { method: 'POST', body: new URLSearchParams(form) });
  return answer.json();
}

// Our own API, as whoever has this header.
async function instances(authorization) {
  const answer = await fetch(`${url}/sekisho/v1/instances`, { headers: { authorization } });
  return answer.status;
}

// What the guest gets: its header, or why not.
function inGuest(profile) {
  try {
    const options = JSON.stringify({ iamProfileId: profile });
    return execFileSync(guest[0], [...guest.slice(1), options], { stdio: 'pipe' }).toString().trim();
  } catch (error) {
    return `refused: ${error.stderr.toString().trim()}`;
  }
}

function claims(authorization) {
  return JSON.parse(Buffer.from(authorization.split('.')[1], 'base64url').toString());
}

function policy(iamId, role, attributes) {
  const equals = ([key, value]) => ({ key, operator: 'stringEquals', value });
  return {
    type: 'access',
    subject: { attributes: [equals(['iam_id', iamId])] },
    control: { grant: { roles: [{ role_id: role }] } },
    resource: { attributes: Object.entries({ accountId: account, ...attributes }).map(equals) },
  };
}

// An administrator made by the operator: a service id with an API key and two policies.
async function administrator() {
  const { access_token: bearerToken } = await post('/identity/token', {
    grant_type: 'urn:ibm:params:oauth:grant-type:apikey',
    apikey: process.env.OPERATOR_KEY,
    account,
  });
  const options = { authenticator: new BearerTokenAuthenticator({ bearerToken }), serviceUrl: url };
  const identity = new IamIdentityV1(options);
  const policies = new IamPolicyManagementV1(options);
  const name = `admin-${Date.now()}`;
  const { result: service } = await identity.createServiceId({ accountId: account, name });
  for (const serviceType of ['service', 'platform_service']) {
    await policies.createV2Policy(policy(service.iam_id, ADMINISTRATOR, { serviceType }));
  }
  const { result: key } = await identity.createApiKey({ name, iamId: service.iam_id });
  return new IamAuthenticator({ apikey: key.apikey, url });
}

async function main() {
  const options = { authenticator: await administrator(), serviceUrl: url };
  const identity = new IamIdentityV1(options);
  const policies = new IamPolicyManagementV1(options);

  const { result: profile } = await identity.createProfile({ accountId: account, name: 'life' });
  const profileId = profile.id;
  say('before any trust', inGuest(profileId).split(':')[0]);

  const conditions = [{ claim: 'zone', operator: 'EQUALS', value: '"us-south-1"' }];
  const { result: rule } = await identity.createClaimRule({
    profileId, type: 'Profile-CR', crType: 'VSI', name: 'zone', conditions,
  });
  const ruled = inGuest(profileId);
  say('by rule', claims(ruled).iam_id === profile.iam_id);
  await identity.deleteClaimRule({ profileId, ruleId: rule.id });
  say('token of a removed rule', await instances(ruled));

  const link = { profileId, crType: 'VSI', link: { crn } };
  const { result: linked } = await identity.createLink(link);
  const authorization = inGuest(profileId);
  say('by link', claims(authorization).iam_id === profile.iam_id);
  say('without a policy', await instances(authorization));

  const viewer = policy(profile.iam_id, VIEWER, { serviceName: 'is' });
  const { result: granted } = await policies.createV2Policy(viewer);
  say('with a policy', await instances(authorization));
  await policies.deleteV2Policy({ id: granted.id });
  say('without it again', await instances(authorization));
  await policies.createV2Policy(viewer);

  const { headers } = await identity.getAccountSettings({ accountId: account });
  await identity.updateAccountSettings({
    accountId: account, ifMatch: headers.etag, systemAccessTokenExpirationInSeconds: '900',
  });
  const { exp, iat } = claims(inGuest(profileId));
  say('life of a token after the limit', exp - iat);

  await identity.deleteLink({ profileId, linkId: linked.id });
  say('token of a removed link', await instances(authorization));
  say('guest without a link', inGuest(profileId).split(':')[0]);

  await identity.createLink(link);
  const last = inGuest(profileId);
  say('linked again', await instances(last));
  await identity.deleteProfile({ profileId });
  say('token of a deleted profile', await instances(last));
  say('introspected', (await post('/identity/introspect', { token: last.split(' ')[1] })).active);
  say('guest of a deleted profile', inGuest(profileId).split(':')[0]);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
