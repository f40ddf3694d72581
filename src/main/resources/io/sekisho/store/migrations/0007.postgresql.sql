-- An interface's virtual network interface, its reserved and its floating IPs became resources.
ALTER TABLE change_log DISABLE TRIGGER USER;

CREATE FUNCTION pg_temp.part(server jsonb, nic jsonb, part jsonb, type text) RETURNS jsonb LANGUAGE sql AS
$$ SELECT jsonb_build_object(
  'id', part -> 'id',
  'crn', coalesce(part -> 'crn', to_jsonb('crn:v1:bluemix:public:is:' || (server ->> 'zone') || ':a/'
    || (server #>> '{identity,account}') || '::' || type || ':' || (part ->> 'id'))),
  'name', part -> 'name',
  'account', server #> '{identity,account}',
  'resource_group', server #> '{identity,resource_group}',
  'created_at', nic -> 'created_at') $$;

CREATE FUNCTION pg_temp.remade(server jsonb) RETURNS text LANGUAGE sql AS
$$ SELECT jsonb_set(server, '{interfaces}', coalesce(jsonb_agg(jsonb_build_object(
  'id', nic -> 'id',
  'name', nic -> 'name',
  'port_speed', nic -> 'port_speed',
  'created_at', nic -> 'created_at',
  'virtual_network_interface', jsonb_build_object(
    'identity', pg_temp.part(server, nic, nic -> 'virtual_network_interface', 'virtual-network-interface'),
    'mark', nic -> 'mark',
    'mac', nic -> 'mac',
    'vpc', server -> 'vpc',
    'zone', server -> 'zone',
    'subnet', nic -> 'subnet',
    'primary_ip', jsonb_build_object(
      'identity', pg_temp.part(server, nic, nic -> 'primary_ip', 'reserved-ip'),
      'subnet', nic -> 'subnet',
      'address', nic #> '{primary_ip,address}',
      'auto_delete', true),
    'ips', '[]'::jsonb,
    'more_addresses', coalesce(nic -> 'more_addresses', '[]'::jsonb),
    'floating_ips', coalesce((SELECT jsonb_agg(jsonb_build_object(
        'identity', pg_temp.part(server, nic, ip, 'floating-ip'),
        'zone', server -> 'zone',
        'address', ip -> 'address') ORDER BY place)
      FROM jsonb_array_elements(coalesce(nic -> 'floating_ips', '[]'::jsonb)) WITH ORDINALITY AS f (ip, place)), '[]'::jsonb),
    'security_groups', coalesce(nic -> 'security_groups', '[]'::jsonb),
    'allow_ip_spoofing', nic -> 'allow_ip_spoofing',
    'auto_delete', nic -> 'auto_delete',
    'enable_infrastructure_nat', nic -> 'enable_infrastructure_nat',
    'protocol_state_filtering_mode', nic -> 'protocol_state_filtering_mode')) ORDER BY number), '[]'::jsonb))::text
FROM jsonb_array_elements(server -> 'interfaces') WITH ORDINALITY AS n (nic, number) $$;

UPDATE resources SET body = pg_temp.remade(body::jsonb) WHERE kind IN ('INSTANCE', 'BARE_METAL_SERVER');
UPDATE change_log SET body = pg_temp.remade(body::jsonb)
WHERE kind IN ('INSTANCE', 'BARE_METAL_SERVER') AND body IS NOT NULL;

ALTER TABLE change_log ENABLE TRIGGER USER;
