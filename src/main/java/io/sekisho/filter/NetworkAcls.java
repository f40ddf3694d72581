package io.sekisho.filter;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.List;
import java.util.Optional;

/// Network ACLs.
public final class NetworkAcls {
  private static final int MOST = 100;
  private static final String SOURCE = "source_network_acl";

  private final Estate estate;

  public NetworkAcls(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new one: its rules, or another one whose rules it is to have.
  public record Prototype(
      Optional<String> name,
      Optional<Which> resourceGroup,
      List<NetworkAclRules.Prototype> rules,
      Optional<Which> sourceNetworkAcl,
      Which vpc) {}

  /// What is said of one that changes.
  public record Patch(Optional<String> name) {}

  public Outcome<NetworkAcl> create(Actor actor, Prototype said, Dialect dialect) {
    return estate.write(
        actor,
        Action.NETWORK_ACL_CREATE,
        "",
        scene -> {
          Vpc vpc = scene.find(Vpc.class, said.vpc(), "vpc");
          scene.expect("is.vpc.vpc.operate", vpc);
          List<NetworkAcl> others = within(scene, vpc.id());
          scene.expectRoom(others.size(), MOST, "network ACLs in a VPC");
          NetworkAcl empty =
              new NetworkAcl(
                  scene.regional(
                      "network-acl",
                      vpc.region(),
                      Names.own(said.name(), others, ""),
                      scene.group(said.resourceGroup())),
                  vpc.id(),
                  false,
                  List.of());
          return scene.put(withRules(scene, empty, said, dialect));
        });
  }

  private static NetworkAcl withRules(
      Scene scene, NetworkAcl empty, Prototype said, Dialect dialect) {
    Optional<NetworkAcl> source = scene.find(NetworkAcl.class, said.sourceNetworkAcl(), SOURCE);
    if (source.isEmpty()) {
      return NetworkAclRules.with(scene, empty, said.rules(), dialect);
    }
    if (!said.rules().isEmpty()) {
      throw Refusal.invalid(SOURCE, "Give either rules, or the network ACL to copy them from.");
    }
    scene.expect("is.network-acl.network-acl.read", source.get());
    return NetworkAclRules.copied(scene, empty, source.get());
  }

  private static List<NetworkAcl> within(Holdings holdings, String vpc) {
    return holdings.all(NetworkAcl.class, it -> it.vpc().equals(vpc));
  }

  public Outcome<NetworkAcl> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.NETWORK_ACL_UPDATE,
        id,
        scene -> {
          NetworkAcl before = scene.get(NetworkAcl.class, id);
          String name = Names.renamed(said.name(), before, within(scene, before.vpc()));
          return scene.put(
              new NetworkAcl(
                  Scene.renamed(before.identity(), name),
                  before.vpc(),
                  before.byDefault(),
                  before.rules()));
        });
  }

  public Outcome<NetworkAcl> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.NETWORK_ACL_DELETE,
        id,
        scene -> {
          NetworkAcl acl = scene.get(NetworkAcl.class, id);
          if (acl.byDefault()) {
            throw Refusal.conflict(
                "%s is the default network ACL of its VPC, and goes with it."
                    .formatted(acl.name()));
          }
          scene.delete(acl);
          return acl;
        });
  }

  /// The one for subnets that name none.
  public static NetworkAcl byDefault(Holdings holdings, Vpc vpc) {
    return within(holdings, vpc.id()).stream()
        .filter(NetworkAcl::byDefault)
        .findFirst()
        .orElseThrow();
  }

  /// The subnets that use it.
  public static List<Subnet> subnets(Holdings holdings, NetworkAcl acl) {
    return holdings.all(Subnet.class, it -> it.networkAcl().filter(acl.id()::equals).isPresent());
  }
}
