"""Nova's metadata application for uwsgi, as /usr/bin/nova-metadata-wsgi makes it, without a database and without neutron's
API: what these would say stands here. Routing, signatures, the look-up of paths and the rendering are nova's own."""

import base64
import datetime
import uuid

from nova import context, exception, objects
from nova.api.metadata import base, wsgi
from nova.api.openstack import wsgi_app
from nova.network import model

PROJECTS = {
    "11111111-1111-4111-8111-111111111111": ("guest", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "i-00000001", "10.0.0.4"),
    "22222222-2222-4222-8222-222222222222": ("neighbour", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "i-00000002", "10.0.0.5"),
}


def instance(identity):
    """As it would be read from the database."""
    name, project, ec2, address = PROJECTS[identity]
    ctxt = context.get_admin_context()
    subnet = model.Subnet(
        cidr="10.0.0.0/24",
        gateway=model.IP(address="10.0.0.1", type="gateway"),
        ips=[model.FixedIP(address=address)],
        version=4,
        dns=[],
        routes=[],
    )
    network = model.Network(id=str(uuid.UUID(int=1)), bridge="br-int", label="net", subnets=[subnet])
    vif = model.VIF(id=str(uuid.UUID(int=2)), address="fa:16:3e:00:00:04", network=network, type="ovs", devname="tap0")
    flavor = objects.Flavor(ctxt, name="m1.small", id=1, flavorid="1", memory_mb=512, vcpus=1, root_gb=1, ephemeral_gb=0,
                            swap=0, extra_specs={})
    made = objects.Instance(
        ctxt,
        id=1,
        uuid=identity,
        project_id=project,
        user_id="user",
        hostname=name,
        display_name=name,
        launch_index=0,
        reservation_id="r-00000001",
        availability_zone="nova",
        image_ref=str(uuid.UUID(int=3)),
        kernel_id=None,
        ramdisk_id=None,
        key_name="key",
        key_data="ssh-ed25519 AAAA nobody@nowhere",
        user_data=base64.b64encode(b"#cloud-config\npassword: of-" + name.encode() + b"\n").decode(),
        metadata={"role": "web"},
        system_metadata={},
        root_device_name="/dev/vda",
        created_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
        numa_topology=None,
        device_metadata=None,
    )
    made.flavor = flavor
    made.ec2_ids = objects.EC2Ids(ctxt, instance_id=ec2, ami_id="ami-00000001", kernel_id=None, ramdisk_id=None)
    made.keypairs = objects.KeyPairList(objects=[
        objects.KeyPair(ctxt, id=1, name="key", user_id="user", type="ssh", public_key="ssh-ed25519 AAAA nobody@nowhere")])
    made.security_groups = objects.SecurityGroupList(objects=[])
    made.info_cache = objects.InstanceInfoCache(ctxt, instance_uuid=identity, network_info=model.NetworkInfo([vif]))
    return made


def by_instance_id(identity, address, ctxt=None):
    if identity not in PROJECTS:
        raise exception.InstanceNotFound(instance_id=identity)
    return base.InstanceMetadata(instance(identity), address)


base.get_metadata_by_instance_id = by_instance_id
base._format_instance_mapping = lambda made: {"ami": "vda", "root": "/dev/vda"}
base.security_group_api.get_instance_security_groups = lambda ctxt, made, **more: [{"name": "default"}]
wsgi_app._setup_service = lambda host, name: None  # It would sign in to the database.
application = wsgi.init_application()
