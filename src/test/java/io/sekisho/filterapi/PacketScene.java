package io.sekisho.filterapi;

import io.sekisho.vpcapi.LiveVpc;

/// Web servers in one subnet, a database in another one behind an ACL of its own, and a VPC with
/// the same addresses beside them.
public final class PacketScene implements AutoCloseable {
  private static final String NETWORK =
      """
      accounts:
        - name: acme
          vpcs:
            - name: main
              region: us-south
              subnets:
                - {name: front, zone: us-south-1, ipv4_cidr_block: 10.240.0.0/24, ipv6_cidr_block: "fd00:240::/64"}
                - {name: back, zone: us-south-1, ipv4_cidr_block: 10.240.1.0/24, ipv6_cidr_block: "fd00:241::/64"}
            - name: other
              region: us-south
              subnets: [{name: twin, zone: us-south-1, ipv4_cidr_block: 10.240.0.0/24}]
      """;
  private static final String SERVERS =
      """
          instances:
            - name: web-1
              vpc: main
              network_interfaces:
                - {subnet: front, address: 10.240.0.4, security_groups: [web], floating_ips: [{name: door, address: 203.0.113.7}]}
            - {name: web-2, vpc: main, network_interfaces: [{subnet: front, address: 10.240.0.5, security_groups: [web]}]}
            - {name: db-1, vpc: main, network_interfaces: [{subnet: back, address: 10.240.1.4, security_groups: [db]}]}
            - name: router
              vpc: main
              network_interfaces:
                - {name: near, subnet: front, address: 10.240.0.9, security_groups: [web], allow_ip_spoofing: true}
                - {name: deep, subnet: back, address: 10.240.1.9, security_groups: [db]}
            - {name: far, vpc: other, network_interfaces: [{subnet: twin, address: 10.240.0.4}]}
      """;

  public final LiveVpc vpc = new LiveVpc();

  public PacketScene() {
    vpc.office.apply(NETWORK);
    vpc.office.apply(
        "accounts: [{name: rival, vpcs: [{name: theirs, region: us-south, subnets: [{name: s, zone:"
            + " us-south-1, ipv4_cidr_block: 10.240.0.0/24}]}], instances: [{name: lone, vpc:"
            + " theirs, network_interfaces: [{subnet: s}]}]}]");
    String main = vpc.id("vpcs", "main");
    String usual = vpc.get("/vpcs/" + main + "/default_network_acl").at("/id");
    vpc.patch("/network_acls/" + usual, "{'name':'usual'}");
    String web =
        group(
            main,
            "web",
            "{'name':'out','direction':'outbound','protocol':'any'},{'name':'https',"
                + "'direction':'inbound','protocol':'tcp','port_min':443,'port_max':443}");
    group(
        main,
        "db",
        "{'name':'postgres','direction':'inbound','protocol':'tcp','port_min':5432,"
            + "'port_max':5432,'remote':{'id':'"
            + web
            + "'}}");
    String acl = vpc.make("/network_acls", acl(main)).get("id").asString();
    vpc.send(
        "PUT",
        "/subnets/" + vpc.id("subnets", "back") + "/network_acl",
        "{\"id\":\"" + acl + "\"}");
    vpc.office.apply(NETWORK + SERVERS);
  }

  private String group(String in, String name, String rules) {
    return vpc.make(
            "/security_groups",
            "{'vpc':{'id':'%s'},'name':'%s','rules':[%s]}".formatted(in, name, rules))
        .get("id")
        .asString();
  }

  private static String acl(String in) {
    return """
    {'vpc':{'id':'%s'},'name':'guarded','rules':[
      {'name':'no-shell','action':'deny','direction':'inbound','protocol':'tcp',
       'source':'0.0.0.0/0','destination':'0.0.0.0/0',
       'destination_port_min':22,'destination_port_max':22},
      {'name':'from-front','action':'allow','direction':'inbound','protocol':'tcp',
       'source':'10.240.0.0/24','destination':'10.240.1.0/24'},
      {'name':'answers','action':'allow','direction':'outbound','protocol':'tcp',
       'source':'10.240.1.0/24','destination':'10.240.0.0/24',
       'destination_port_min':49152,'destination_port_max':65535}]}
    """
        .formatted(in);
  }

  @Override
  public void close() {
    vpc.close();
  }
}
