// IBM's own platform-services SDK, unmodified, through policies, roles and access groups.
// Arguments: the address, an account's id, the IAM id of a trusted profile of it. The access token
// is in IAM_TOKEN. Prints a JSON: which operations of the SDK answered with which status.
'use strict';
const { BearerTokenAuthenticator } = require('ibm-cloud-sdk-core');
const IamAccessGroupsV2 = require('@ibm-cloud/platform-services/iam-access-groups/v2');
const IamPolicyManagementV1 = require('@ibm-cloud/platform-services/iam-policy-management/v1');

const [url, accountId, profile] = process.argv.slice(2);
const authenticator = new BearerTokenAuthenticator({ bearerToken: process.env.IAM_TOKEN });
const answered = {};

// The client, but that it notes which operations answered.
function noting(client, name) {
  return new Proxy(client, {
    get(target, member) {
      const operation = target[member];
      if (typeof operation !== 'function') return operation;
      return async (params) => {
        const answer = await operation.call(target, params);
        answered[`${name}.${member}`] = answer.status;
        return answer;
      };
    },
  });
}

const options = { authenticator, serviceUrl: url };
const policies = noting(new IamPolicyManagementV1(options), 'policies');
const groupsClient = new IamAccessGroupsV2(options);
const groups = noting(groupsClient, 'groups');

function check(what, truth) {
  if (!truth) throw new Error(`not so: ${what}`);
}

function same(what, a, b) {
  check(`${what}: ${JSON.stringify(a)}, not ${JSON.stringify(b)}`, JSON.stringify(a) === JSON.stringify(b));
}

async function refused(status, code, promise) {
  try {
    await promise;
  } catch (error) {
    const first = error.result.errors[0];
    check(`refused with ${status} ${code}, was ${error.status} ${first.code}`, error.status === status && first.code === code);
    return first;
  }
  throw new Error(`was not refused with ${status}`);
}

const role = (name) => `crn:v1:bluemix:public:iam::::role:${name}`;

async function first() {
  const said = {
    type: 'access',
    subjects: [{ attributes: [{ name: 'iam_id', value: profile }] }],
    roles: [{ role_id: role('Viewer') }],
    resources: [{
      attributes: [
        { name: 'accountId', value: accountId, operator: 'stringEquals' },
        { name: 'serviceType', value: 'service', operator: 'stringEquals' },
      ],
      tags: [{ name: 'project', value: 'prototype', operator: 'stringEquals' }],
    }],
  };
  const made = await policies.createPolicy(said);
  const policyId = made.result.id;
  same('subjects', made.result.subjects, said.subjects);
  same('resources', made.result.resources, said.resources);
  const read = await policies.getPolicy({ policyId });
  const ifMatch = read.headers.etag;
  const changed = await policies.replacePolicy({ policyId, ifMatch, ...said, roles: [{ role_id: role('Editor') }] });
  check('the role', changed.result.roles[0].role_id === role('Editor'));
  await refused(412, 'request_not_processed', policies.replacePolicy({ policyId, ifMatch, ...said }));
  const twin = await refused(409, 'policy_conflict_error', policies.createPolicy({ ...said, roles: changed.result.roles.map(({ role_id }) => ({ role_id })) }));
  check('which one conflicts', twin.details.conflicts_with.policy === policyId);
  const listed = await policies.listPolicies({ accountId, iamId: profile, tagName: 'project', sort: '-created_at', format: 'display' });
  check('it is listed', listed.result.policies.some((each) => each.id === policyId && each.roles[0].actions.length > 0));
  await policies.deletePolicy({ policyId });
  const deleted = await policies.getPolicy({ policyId });
  check('it is deleted', deleted.result.state === 'deleted');
  const back = await policies.updatePolicyState({ policyId, ifMatch: deleted.headers.etag, state: 'active' });
  check('it is back', back.result.state === 'active');
}

async function second() {
  const said = {
    type: 'access',
    subject: { attributes: [{ key: 'iam_id', operator: 'stringEquals', value: profile }] },
    control: { grant: { roles: [{ role_id: role('Viewer') }] } },
    resource: {
      attributes: [
        { key: 'accountId', value: accountId, operator: 'stringEquals' },
        { key: 'serviceType', operator: 'stringEquals', value: 'service' },
      ],
    },
    pattern: 'time-based-conditions:weekly:custom-hours',
    rule: {
      operator: 'and',
      conditions: [
        { key: '{{environment.attributes.day_of_week}}', operator: 'dayOfWeekAnyOf', value: ['1+00:00', '2+00:00'] },
        { key: '{{environment.attributes.current_time}}', operator: 'timeGreaterThanOrEquals', value: '09:00:00+00:00' },
        { key: '{{environment.attributes.current_time}}', operator: 'timeLessThanOrEquals', value: '17:00:00+00:00' },
      ],
    },
  };
  const made = await policies.createV2Policy(said);
  const { id } = made.result;
  const read = await policies.getV2Policy({ id, format: 'include_last_permit' });
  for (const member of ['subject', 'resource', 'control', 'rule', 'pattern']) {
    same(member, sorted(read.result[member]), sorted(said[member]));
  }
  const changed = await policies.replaceV2Policy({
    id, ifMatch: read.headers.etag, ...said, control: { grant: { roles: [{ role_id: role('Editor') }] } },
  });
  check('the role', changed.result.control.grant.roles[0].role_id === role('Editor'));
  const pager = new IamPolicyManagementV1.V2PoliciesPager(new IamPolicyManagementV1(options), { accountId, limit: 1 });
  const all = await pager.getAll();
  check('all are on some page, once', all.length === new Set(all.map((each) => each.id)).size && all.some((each) => each.id === id));
  const listed = await policies.listV2Policies({ accountId, iamId: profile, serviceType: 'service', state: 'active' });
  check('it is listed', listed.result.policies.some((each) => each.id === id));
  await policies.deleteV2Policy({ id });
  await refused(404, 'policy_not_found', policies.deleteV2Policy({ id }));
}

// A service that may write to another one.
async function authorization() {
  const made = await policies.createV2Policy({
    type: 'authorization',
    subject: {
      attributes: [
        { key: 'serviceName', operator: 'stringEquals', value: 'is' },
        { key: 'accountId', operator: 'stringEquals', value: accountId },
        { key: 'resourceType', operator: 'stringEquals', value: 'flow-log-collector' },
      ],
    },
    control: { grant: { roles: [{ role_id: 'crn:v1:bluemix:public:iam::::serviceRole:Writer' }] } },
    resource: {
      attributes: [
        { key: 'accountId', operator: 'stringEquals', value: accountId },
        { key: 'serviceName', operator: 'stringEquals', value: 'cloud-object-storage' },
      ],
    },
  });
  const listed = await policies.listV2Policies({ accountId, type: 'authorization' });
  same('authorizations', listed.result.policies.map((each) => each.id), [made.result.id]);
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

async function roles() {
  const made = await policies.createRole({
    displayName: 'SDK role', description: 'first', name: 'SdkRole', accountId,
    serviceName: 'iam-groups', actions: ['iam-groups.groups.read'],
  });
  const roleId = made.result.id;
  const read = await policies.getRole({ roleId });
  check('its CRN', read.result.crn.endsWith('::customRole:SdkRole'));
  const changed = await policies.replaceRole({
    roleId, ifMatch: read.headers.etag, displayName: 'SDK role', description: 'second', actions: ['iam-groups.groups.read'],
  });
  check('its description', changed.result.description === 'second');
  const listed = await policies.listRoles({ accountId, serviceName: 'iam-groups' });
  same('custom roles', listed.result.custom_roles.map((each) => each.id), [roleId]);
  check('four system roles', listed.result.system_roles.length === 4);
  await policies.deleteRole({ roleId });
  await refused(404, 'role_not_found', policies.getRole({ roleId }));
}

async function accessGroups() {
  const made = await groups.createAccessGroup({ accountId, name: 'SDK group' });
  const accessGroupId = made.result.id;
  check('no description', made.result.description === '');
  const read = await groups.getAccessGroup({ accessGroupId, showFederated: true, showCrn: true });
  const changed = await groups.updateAccessGroup({ accessGroupId, ifMatch: read.headers.etag, description: 'for tests' });
  check('the description', changed.result.description === 'for tests');
  for (let i = 0; i < 3; i++) await groups.createAccessGroup({ accountId, name: `More ${i}` });
  const pager = new IamAccessGroupsV2.AccessGroupsPager(groupsClient, { accountId, limit: 2, hidePublicAccess: true });
  same('all groups', (await pager.getAll()).map((each) => each.name), ['More 0', 'More 1', 'More 2', 'SDK group']);
  const found = await groups.listAccessGroups({ accountId, search: 'name:sdk' });
  check('one is found', found.result.total_count === 1);
  await members(accessGroupId);
  await rules(accessGroupId);
  await groups.addMembersToAccessGroup({ accessGroupId, members: [{ iam_id: 'IBMid-1', type: 'user' }] });
  await refused(409, 'conflict', groups.deleteAccessGroup({ accessGroupId }));
  await groups.deleteAccessGroup({ accessGroupId, force: true });
  await refused(404, 'not_found', groups.getAccessGroup({ accessGroupId }));
  const settings = await groups.getAccountSettings({ accountId });
  check('nothing is public', settings.result.public_access_enabled === false);
  await groups.updateAccountSettings({ accountId, publicAccessEnabled: false });
}

async function members(accessGroupId) {
  const added = await groups.addMembersToAccessGroup({
    accessGroupId, members: [{ iam_id: 'IBMid-1', type: 'user' }, { iam_id: profile, type: 'profile' }],
  });
  same('added', added.result.members.map((each) => each.status_code), [200, 200]);
  await groups.isMemberOfAccessGroup({ accessGroupId, iamId: profile });
  const pager = new IamAccessGroupsV2.AccessGroupMembersPager(groupsClient, { accessGroupId, limit: 1 });
  check('two members', (await pager.getAll()).length === 2);
  const listed = await groups.listAccessGroupMembers({ accessGroupId, verbose: true, sort: 'id' });
  check('with names', listed.result.members.some((each) => each.name === 'builder'));
  await groups.removeMemberFromAccessGroup({ accessGroupId, iamId: profile });
  const removed = await groups.removeMembersFromAccessGroup({ accessGroupId, members: ['IBMid-1', profile] });
  same('removed', removed.result.members.map((each) => each.status_code), [200, 404]);
  const several = await groups.addMemberToMultipleAccessGroups({ accountId, iamId: 'IBMid-1', type: 'user', groups: [accessGroupId] });
  same('added', several.result.groups.map((each) => each.status_code), [200]);
  await groups.removeMemberFromAllAccessGroups({ accountId, iamId: 'IBMid-1' });
}

async function rules(accessGroupId) {
  const said = {
    accessGroupId, expiration: 24, realmName: 'test realm name',
    conditions: [{ claim: 'test claim', operator: 'EQUALS', value: '1' }],
  };
  const made = await groups.addAccessGroupRule(said);
  const ruleId = made.result.id;
  const read = await groups.getAccessGroupRule({ accessGroupId, ruleId });
  await groups.replaceAccessGroupRule({ ...said, ruleId, ifMatch: read.headers.etag, expiration: 12 });
  const listed = await groups.listAccessGroupRules({ accessGroupId });
  same('rules', listed.result.rules.map((each) => each.expiration), [12]);
  await groups.removeAccessGroupRule({ accessGroupId, ruleId });
}

(async () => {
  await first();
  await second();
  await authorization();
  await roles();
  await accessGroups();
  console.log(JSON.stringify(answered));
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
