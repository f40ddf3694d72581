// IBM's own platform-services SDK, unmodified, through resource groups and tags.
// Arguments: the address, an account's id, the CRN of a resource of it. The access token is in
// IAM_TOKEN. Prints a JSON: which operations of the SDK answered with which status.
'use strict';
const { BearerTokenAuthenticator } = require('ibm-cloud-sdk-core');
const GlobalTaggingV1 = require('@ibm-cloud/platform-services/global-tagging/v1');
const ResourceManagerV2 = require('@ibm-cloud/platform-services/resource-manager/v2');

const [serviceUrl, accountId, crn] = process.argv.slice(2);
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
        return answer.result;
      };
    },
  });
}

const groups = noting(new ResourceManagerV2({ authenticator, serviceUrl }), 'groups');
const tags = noting(new GlobalTaggingV1({ authenticator, serviceUrl }), 'tags');

function same(what, a, b) {
  const [was, wanted] = [JSON.stringify(a), JSON.stringify(b)];
  if (was !== wanted) throw new Error(`${what}: ${was}, not ${wanted}`);
}

async function grouping() {
  const made = await groups.createResourceGroup({ name: 'web', accountId });
  const { id } = made;
  const listed = await groups.listResourceGroups({ accountId, name: 'web' });
  same('listed', listed.resources.map((each) => each.crn), [made.crn]);
  const usual = await groups.listResourceGroups({ accountId, _default: true });
  same('the default one', usual.resources.map((each) => [each.id, each.name]), [[accountId, 'Default']]);
  same('renamed', (await groups.updateResourceGroup({ id, name: 'front' })).name, 'front');
  const read = await groups.getResourceGroup({ id });
  same('read', [read.name, read.state, read.default, read.account_id], ['front', 'ACTIVE', false, accountId]);
  await groups.deleteResourceGroup({ id });
}

async function tagging() {
  const resources = [{ resource_id: crn }];
  const names = async (more) => (await tags.listTags(more)).items.map((each) => each.name);
  const done = [{ resource_id: crn, is_error: false }];
  same('attached', (await tags.attachTag({ resources, tagNames: ['One', 'two'] })).results, done);
  same('attached tags', await names({ providers: ['ghost'], attachedTo: crn }), ['one', 'two']);
  same('detached', (await tags.detachTag({ resources, tagName: 'one' })).results, done);
  same('deleted', (await tags.deleteTag({ tagName: 'one' })).results, [{ provider: 'ghost', is_error: false }]);
  const tagType = 'access';
  const access = await tags.createTag({ tagNames: ['env:dev', 'env:prod'], tagType });
  same('created', access.results.map((each) => each.tag_name), ['env:dev', 'env:prod']);
  await tags.attachTag({ resources, tagName: 'env:dev', tagType });
  same('access tags', await names({ tagType, attachedOnly: true }), ['env:dev']);
  const gone = await tags.deleteTagAll({ tagType });
  same('unused', gone.items.map((each) => each.tag_name), ['env:prod']);
}

grouping()
  .then(tagging)
  .then(() => console.log(JSON.stringify(answered)))
  .catch((error) => {
    console.error(error.result ? JSON.stringify(error.result) : error);
    process.exit(1);
  });
