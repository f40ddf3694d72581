// IBM's own platform-services SDK, unmodified, through the whole life of identities.
// Arguments: the address, a JSON of what the test knows. The API key is in IAM_APIKEY; the SDK's own
// authenticator exchanges it at the same address.
// Prints a JSON: which operations of the SDK answered with which status, and what was seen.
'use strict';
const { IamAuthenticator } = require('ibm-cloud-sdk-core');
const IamIdentityV1 = require('@ibm-cloud/platform-services/iam-identity/v1');
const UserManagementV1 = require('@ibm-cloud/platform-services/user-management/v1');

const [url, given] = process.argv.slice(2);
const { accountId, iamId, instanceCrn, serverCrn } = JSON.parse(given);
const authenticator = new IamAuthenticator({ apikey: process.env.IAM_APIKEY, url });

const answered = {};
const seen = {};

// The client, but that it notes which operations answered.
function noting(client, name) {
  return new Proxy(client, {
    get(target, member) {
      const operation = target[member];
      if (typeof operation !== 'function') return operation;
      return async (params) => {
        const answer = await operation.call(target, params);
        answered[`${name}.${member}`] = answer.status;
        return answer.result;
      };
    },
  });
}

const options = { authenticator, serviceUrl: url };
const iam = noting(new IamIdentityV1(options), 'iam');
const usersClient = new UserManagementV1(options);
const users = noting(usersClient, 'users');

function check(what, truth) {
  if (!truth) throw new Error(`not so: ${what}`);
}

async function refused(status, promise) {
  try {
    await promise;
  } catch (error) {
    check(`refused with ${status}, was ${error.status}: ${error.message}`, error.status === status);
    return error;
  }
  throw new Error(`was not refused with ${status}`);
}

// What the SDK's own integration test does to follow IBM's lists.
async function all(list, params, collection) {
  const found = [];
  let pagetoken;
  do {
    const page = await list({ ...params, ...(pagetoken && { pagetoken }) });
    check('the page size is echoed', page.limit === params.pagesize);
    found.push(...page[collection]);
    pagetoken = page.next && new URL(page.next).searchParams.get('pagetoken');
  } while (pagetoken);
  return found;
}

async function profiles() {
  const made = await iam.createProfile({ name: 'sdk profile', accountId, description: 'first' });
  const profileId = made.id;
  check('the IAM id', made.iam_id === `iam-${profileId}`);
  for (let i = 0; i < 3; i++) await iam.createProfile({ name: `more ${i}`, accountId });
  const listed = await all((p) => iam.listProfiles(p), { accountId, pagesize: 2, sort: 'name' }, 'profiles');
  seen.profiles = listed.map((each) => each.name);
  const read = await iam.getProfile({ profileId, includeActivity: false });
  const changed = await iam.updateProfile({
    profileId, ifMatch: read.entity_tag, name: 'renamed', description: 'second', email: 'ada@example.com',
  });
  check('it changed', changed.name === 'renamed' && changed.entity_tag !== read.entity_tag);
  await refused(409, iam.updateProfile({ profileId, ifMatch: read.entity_tag, name: 'stale' }));
  await iam.updateProfile({ profileId, ifMatch: '*', description: '' });
  const error = await refused(409, iam.createProfile({ name: 'renamed', accountId }));
  seen.refusal = { message: error.message, body: Object.keys(error.result).sort() };
  await refused(404, iam.getProfile({ profileId: 'Profile-00000000-0000-0000-0000-000000000000' }));
  await refused(400, iam.createProfile({ name: 'x', accountId: 'invalid' }));
  return profileId;
}

async function rules(profileId) {
  const conditions = [{ claim: 'zone', operator: 'EQUALS', value: '"us-south-1"' }];
  const compute = await iam.createClaimRule({ profileId, type: 'Profile-CR', crType: 'VSI', name: 'zone', conditions });
  await iam.createClaimRule({
    profileId, type: 'Profile-SAML', realmName: 'https://idp.example', expiration: 43200,
    conditions: [{ claim: 'groups', operator: 'CONTAINS', value: '"admins"' }],
  });
  check('two rules', (await iam.listClaimRules({ profileId })).rules.length === 2);
  const rule = await iam.getClaimRule({ profileId, ruleId: compute.id });
  const changed = await iam.updateClaimRule({
    profileId, ruleId: rule.id, ifMatch: rule.entity_tag, type: 'Profile-CR', crType: 'VSI', name: 'other',
    conditions: [{ claim: 'zone', operator: 'IN', value: '["us-south-1","us-south-2"]' }],
  });
  check('the rule changed', changed.name === 'other');
  await refused(409, iam.updateClaimRule({
    profileId, ruleId: rule.id, ifMatch: rule.entity_tag, type: 'Profile-CR', crType: 'VSI', conditions,
  }));
  await iam.deleteClaimRule({ profileId, ruleId: rule.id });
  await refused(404, iam.getClaimRule({ profileId, ruleId: rule.id }));
}

async function links(profileId) {
  const link = await iam.createLink({ profileId, crType: 'VSI', name: 'web', link: { crn: instanceCrn } });
  await iam.createLink({ profileId, crType: 'BMS', link: { crn: serverCrn } });
  check('two links', (await iam.listLinks({ profileId })).links.length === 2);
  check('the target', (await iam.getLink({ profileId, linkId: link.id })).link.crn === instanceCrn);
  await iam.deleteLinkByParameters({ profileId, type: 'BMS', crn: serverCrn });
  await iam.deleteLink({ profileId, linkId: link.id });
  await refused(404, iam.getLink({ profileId, linkId: link.id }));
}

async function identities(profileId) {
  const none = await iam.getProfileIdentities({ profileId });
  check('nobody yet', none.identities.length === 0);
  const set = await iam.setProfileIdentities({
    profileId, ifMatch: none.entity_tag,
    identities: [{ identifier: iamId, type: 'user', accounts: [accountId], description: 'me' }],
  });
  check('it is me', set.identities[0].iam_id === iamId);
  await iam.setProfileIdentity({ profileId, identityType: 'crn', type: 'crn', identifier: instanceCrn });
  const one = { profileId, identityType: 'crn', identifierId: instanceCrn };
  check('the resource', (await iam.getProfileIdentity(one)).identifier === instanceCrn);
  await iam.deleteProfileIdentity(one);
  await refused(404, iam.getProfileIdentity(one));
}

async function serviceIds() {
  const service = await iam.createServiceId({
    accountId, name: 'robot', description: 'first', uniqueInstanceCrns: [instanceCrn], apikey: { name: 'its key' },
  });
  check('the key inside', service.apikey.apikey.length === 44);
  const id = service.id;
  const read = await iam.getServiceId({ id, includeHistory: true });
  check('a history', read.history.length === 1);
  await iam.updateServiceId({ id, ifMatch: read.entity_tag, description: 'second' });
  await refused(409, iam.updateServiceId({ id, ifMatch: read.entity_tag, description: 'stale' }));
  await iam.lockServiceId({ id });
  await refused(409, iam.deleteServiceId({ id }));
  await iam.unlockServiceId({ id });
  const found = await all((p) => iam.listServiceIds(p), { accountId, pagesize: 1, name: 'robot' }, 'serviceids');
  check('found by name', found.length === 1 && found[0].description === 'second');
  return service;
}

async function apiKeys(service) {
  const key = await iam.createApiKey({ name: 'mine', iamId, accountId, description: 'first', entityLock: 'false' });
  const id = key.id;
  check('the secret', key.apikey.length === 44);
  check('nobody else sees it', !(await iam.getApiKey({ id })).apikey);
  check('but whoever has it', (await iam.getApiKeysDetails({ iamApiKey: key.apikey })).id === id);
  const changed = await iam.updateApiKey({ id, ifMatch: key.entity_tag, description: 'second', expiresAt: '2099-01-31T12:00+0000' });
  check('it expires', changed.expires_at === '2099-01-31T12:00+0000');
  await iam.disableApiKey({ id });
  check('disabled', (await iam.getApiKey({ id })).disabled);
  await iam.enableApiKey({ id });
  await iam.lockApiKey({ id });
  await refused(409, iam.deleteApiKey({ id }));
  await iam.unlockApiKey({ id });
  const mine = await all((p) => iam.listApiKeys(p), { accountId, iamId, pagesize: 1 }, 'apikeys');
  check('my keys', mine.some((each) => each.id === id));
  const its = await iam.listApiKeys({ accountId, iamId: service.iam_id });
  check("the service id's key", its.apikeys.length === 1);
  await iam.deleteApiKey({ id });
  await refused(404, iam.getApiKey({ id }));
}

async function settings() {
  const before = await iam.getAccountSettings({ accountId, includeHistory: false });
  check('nothing decided', before.session_expiration_in_seconds === 'NOT_SET');
  const params = {
    accountId, ifMatch: before.entity_tag, restrictCreateServiceId: 'NOT_RESTRICTED', mfa: 'NONE',
    sessionExpirationInSeconds: '86400', sessionInvalidationInSeconds: '7200', maxSessionsPerIdentity: '10',
    systemAccessTokenExpirationInSeconds: '3600', systemRefreshTokenExpirationInSeconds: '259200',
    userMfa: [{ iam_id: iamId, mfa: 'NONE' }],
    restrictUserDomains: [{ realm_id: 'IBMid', invitation_email_allow_patterns: ['*.*@ibm.com'], restrict_invitation: false }],
  };
  const after = await iam.updateAccountSettings(params);
  check('decided', after.max_sessions_per_identity === '10' && after.restrict_user_domains.length === 1);
  await refused(409, iam.updateAccountSettings(params));
  const effective = await iam.getEffectiveAccountSettings({ accountId });
  check('in force', effective.effective.session_expiration_in_seconds === '86400');
}

async function people() {
  const invited = await users.inviteUsers({ accountId, users: [{ email: 'grace@example.com', account_role: 'Member' }] });
  const person = invited.resources[0].id;
  await users.updateUserProfile({ accountId, iamId: person, firstname: 'Grace', lastname: 'Hopper', state: 'ACTIVE' });
  check('her name', (await users.getUserProfile({ accountId, iamId: person })).firstname === 'Grace');
  await users.updateUserSettings({ accountId, iamId: person, language: 'French', allowedIpAddresses: '32.96.110.50,172.16.254.1' });
  check('her language', (await users.getUserSettings({ accountId, iamId: person })).language === 'French');
  await users.inviteUsers({ accountId, users: [{ email: 'gone@example.com' }] });
  const listed = await users.listUsers({ accountId, search: 'email:gone' });
  await users.v3RemoveUser({ accountId, iamId: listed.resources[0].iam_id });
  const pager = new UserManagementV1.UsersPager(usersClient, { accountId, limit: 1 });
  seen.users = (await pager.getAll()).map((each) => each.email).sort();
  await users.removeUser({ accountId, iamId: person });
  await refused(404, users.getUserProfile({ accountId, iamId: person }));
}

function operations(client) {
  return Object.getOwnPropertyNames(client.prototype).filter((name) => name !== 'constructor').length;
}

(async () => {
  const profileId = await profiles();
  await rules(profileId);
  await links(profileId);
  await identities(profileId);
  const service = await serviceIds();
  await apiKeys(service);
  await iam.deleteServiceId({ id: service.id });
  await settings();
  await people();
  await iam.deleteProfile({ profileId });
  await refused(404, iam.getProfile({ profileId }));
  console.log(JSON.stringify({
    answered, seen, of: { iam: operations(IamIdentityV1), users: operations(UserManagementV1) },
  }));
})().catch((error) => {
  console.error(error.stack, JSON.stringify(error.result));
  process.exitCode = 1;
});
