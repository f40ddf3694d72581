-- An interface's virtual network interface, its reserved and its floating IPs became resources.
DROP TRIGGER change_log_is_append_only;

CREATE TEMP VIEW servers AS
SELECT 'resources' AS place, account, kind, id, revision, 0 AS entry, body FROM main.resources
WHERE kind IN ('INSTANCE', 'BARE_METAL_SERVER')
UNION ALL
SELECT 'change_log', account, kind, id, revision, entry, body FROM main.change_log
WHERE kind IN ('INSTANCE', 'BARE_METAL_SERVER') AND body IS NOT NULL;

CREATE TEMP TABLE remade AS
SELECT place, account, kind, id, revision, entry, json_set(body, '$.interfaces', json((
  SELECT json_group_array(json(nic)) FROM (
    SELECT json_object(
      'id', i.value ->> 'id',
      'name', i.value ->> 'name',
      'port_speed', i.value -> 'port_speed',
      'created_at', i.value ->> 'created_at',
      'virtual_network_interface', json_object(
        'identity', json_object(
          'id', i.value ->> '$.virtual_network_interface.id',
          'crn', i.value ->> '$.virtual_network_interface.crn',
          'name', i.value ->> '$.virtual_network_interface.name',
          'account', s.body ->> '$.identity.account',
          'resource_group', s.body ->> '$.identity.resource_group',
          'created_at', i.value ->> 'created_at'),
        'mark', i.value -> 'mark',
        'mac', i.value ->> 'mac',
        'vpc', s.body ->> 'vpc',
        'zone', s.body ->> 'zone',
        'subnet', i.value ->> 'subnet',
        'primary_ip', json_object(
          'identity', json_object(
            'id', i.value ->> '$.primary_ip.id',
            'crn', 'crn:v1:bluemix:public:is:' || (s.body ->> 'zone') || ':a/' || (s.body ->> '$.identity.account')
              || '::reserved-ip:' || (i.value ->> '$.primary_ip.id'),
            'name', i.value ->> '$.primary_ip.name',
            'account', s.body ->> '$.identity.account',
            'resource_group', s.body ->> '$.identity.resource_group',
            'created_at', i.value ->> 'created_at'),
          'subnet', i.value ->> 'subnet',
          'address', i.value ->> '$.primary_ip.address',
          'auto_delete', json('true')),
        'ips', json('[]'),
        'more_addresses', coalesce(i.value -> 'more_addresses', json('[]')),
        'floating_ips', json((
          SELECT json_group_array(json_object(
            'identity', json_object(
              'id', f.value ->> 'id',
              'crn', f.value ->> 'crn',
              'name', f.value ->> 'name',
              'account', s.body ->> '$.identity.account',
              'resource_group', s.body ->> '$.identity.resource_group',
              'created_at', i.value ->> 'created_at'),
            'zone', s.body ->> 'zone',
            'address', f.value ->> 'address'))
          FROM json_each(i.value, '$.floating_ips') AS f)),
        'security_groups', coalesce(i.value -> 'security_groups', json('[]')),
        'allow_ip_spoofing', i.value -> 'allow_ip_spoofing',
        'auto_delete', i.value -> 'auto_delete',
        'enable_infrastructure_nat', i.value -> 'enable_infrastructure_nat',
        'protocol_state_filtering_mode', i.value ->> 'protocol_state_filtering_mode')) AS nic
    FROM json_each(s.body, '$.interfaces') AS i ORDER BY i.key)))) AS body
FROM servers AS s;

DROP VIEW servers;

UPDATE resources SET body = (SELECT r.body FROM temp.remade AS r WHERE r.place = 'resources' AND r.account = resources.account AND r.kind = resources.kind AND r.id = resources.id)
WHERE kind IN ('INSTANCE', 'BARE_METAL_SERVER');

UPDATE change_log SET body = (SELECT r.body FROM temp.remade AS r WHERE r.place = 'change_log' AND r.revision = change_log.revision AND r.entry = change_log.entry)
WHERE kind IN ('INSTANCE', 'BARE_METAL_SERVER') AND body IS NOT NULL;

DROP TABLE temp.remade;

CREATE TRIGGER change_log_is_append_only BEFORE UPDATE ON change_log
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;
