package io.sekisho.passage;

import io.sekisho.address.Ip;
import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.filter.SecurityGroups;
import io.sekisho.gateway.VpnServer;
import io.sekisho.gateway.VpnServer.Member;
import io.sekisho.network.Addresses;
import io.sekisho.network.Addresses.Wanted;
import io.sekisho.network.FloatingPool;
import io.sekisho.passage.VpnServerSpec.Patch;
import io.sekisho.passage.VpnServerSpec.Prototype;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// VPN servers.
public final class VpnServers {
  private static final int MOST = 10;
  private static final String SUBNETS = "subnets";

  private final Estate estate;
  private final FloatingPool pool;

  /// @param pool the public addresses that there are to give away
  public VpnServers(Estate estate, FloatingPool pool) {
    this.estate = estate;
    this.pool = pool;
  }

  public Outcome<VpnServer> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.VPN_SERVER_CREATE,
        "",
        scene -> {
          List<Subnet> subnets = subnets(scene, said.subnets());
          Vpc vpc = scene.get(Vpc.class, subnets.getFirst().vpc());
          scene.expect("is.vpc.vpc.operate", vpc);
          scene.expectRoom(
              (int)
                  scene.all(VpnServer.class).stream()
                      .filter(it -> it.identity().crn().location().equals(vpc.region()))
                      .count(),
              MOST,
              "VPN servers in region " + vpc.region());
          String name = Names.own(said.name(), within(scene, vpc.id()), "");
          return scene.put(
              new VpnServer(
                  scene.regional(
                      "vpn-server", vpc.region(), name, scene.group(said.resourceGroup())),
                  vpc.id(),
                  ServerReader.certificate(said.certificate(), "certificate"),
                  ServerReader.authentication(said.clientAuthentication()),
                  members(scene, subnets, List.of()),
                  SecurityGroups.of(scene, vpc, said.securityGroups(), "security_groups"),
                  ServerReader.settings(
                      vpc, said.settings(), ServerReader.usual(vpc, said.clientIpPool())),
                  List.of()));
        });
  }

  private static List<Subnet> subnets(Scene scene, List<Which> said) {
    if (said.isEmpty() || said.size() > 2) {
      throw Refusal.invalid(SUBNETS, "Give one, or two in different zones.");
    }
    List<Subnet> all = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      String at = SUBNETS + "[" + i + "]";
      Subnet subnet = scene.find(Subnet.class, said.get(i), at);
      scene.expect("is.subnet.subnet.operate", subnet);
      for (Subnet other : all) {
        if (!other.vpc().equals(subnet.vpc()) || other.zone().equals(subnet.zone())) {
          throw Refusal.invalid(at, "The two are in one VPC, and in different zones.");
        }
      }
      all.add(subnet);
    }
    return all;
  }

  /// A member in each subnet; one that is there stays.
  private List<Member> members(Scene scene, List<Subnet> subnets, List<Member> before) {
    List<Member> all = new ArrayList<>();
    Set<Ip> taken = new HashSet<>();
    for (Subnet subnet : subnets) {
      Optional<Member> old =
          before.stream().filter(it -> it.subnet().equals(subnet.id())).findFirst();
      Member member = old.orElseGet(() -> member(scene, subnet, taken));
      taken.add(member.publicIp());
      all.add(member);
    }
    for (Member each : before) {
      if (!all.contains(each)) {
        scene.tell(each.privateIp(), "delete");
      }
    }
    return all;
  }

  private Member member(Scene scene, Subnet subnet, Set<Ip> taken) {
    ReservedIp ip = scene.hold(new Addresses(scene, subnet).bind(scene, Wanted.ANY, SUBNETS));
    scene.tell(ip, "create");
    return new Member(subnet.id(), ip, pool.address(scene, subnet.zone(), taken));
  }

  private static List<VpnServer> within(Holdings holdings, String vpc) {
    return holdings.all(VpnServer.class, it -> it.vpc().equals(vpc));
  }

  /// @param seen the entity tag that the caller saw, if it said one
  public Outcome<VpnServer> update(Actor actor, String id, Patch said, Optional<String> seen) {
    return estate.write(
        actor,
        Action.VPN_SERVER_UPDATE,
        id,
        scene -> {
          VpnServer it = scene.unchanged(scene.get(VpnServer.class, id), seen);
          Vpc vpc = scene.get(Vpc.class, it.vpc());
          String name = Names.renamed(said.name(), it, within(scene, it.vpc()));
          return scene.put(
              new VpnServer(
                  Scene.renamed(it.identity(), name),
                  it.vpc(),
                  said.certificate()
                      .map(of -> ServerReader.certificate(of, "certificate"))
                      .orElse(it.certificate()),
                  said.clientAuthentication()
                      .map(ServerReader::authentication)
                      .orElse(it.authentication()),
                  said.subnets().map(all -> moved(scene, it, all)).orElse(it.members()),
                  it.securityGroups(),
                  ServerReader.settings(vpc, said.settings(), it.settings()),
                  it.routes()));
        });
  }

  private List<Member> moved(Scene scene, VpnServer it, List<Which> said) {
    List<Subnet> subnets = subnets(scene, said);
    if (!subnets.getFirst().vpc().equals(it.vpc())) {
      throw Refusal.invalid(SUBNETS, "They are in another VPC than the server.");
    }
    return members(scene, subnets, it.members());
  }

  /// @param seen the entity tag that the caller saw, if it said one
  public Outcome<VpnServer> delete(Actor actor, String id, Optional<String> seen) {
    return estate.write(
        actor,
        Action.VPN_SERVER_DELETE,
        id,
        scene -> {
          VpnServer server = scene.unchanged(scene.get(VpnServer.class, id), seen);
          scene.delete(server);
          server.members().forEach(it -> scene.tell(it.privateIp(), "delete"));
          return server;
        });
  }

  /// What the routes of a server are called, but for one.
  static Set<String> names(VpnServer server, String but) {
    return server.routes().stream()
        .filter(it -> !it.id().equals(but))
        .map(VpnServer.Route::name)
        .collect(Collectors.toSet());
  }
}
