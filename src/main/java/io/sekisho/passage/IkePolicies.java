package io.sekisho.passage;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.gateway.IkePolicy;
import io.sekisho.gateway.IkePolicy.Authentication;
import io.sekisho.gateway.IkePolicy.Encryption;
import io.sekisho.problem.Outcome;
import java.util.List;
import java.util.Optional;

/// IKE policies.
public final class IkePolicies {
  private static final int MOST = 20;
  private static final int SHORTEST = 1_800;
  private static final int LONGEST = 86_400;
  private static final int USUAL = 28_800;

  private final Estate estate;

  public IkePolicies(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new one.
  public record Prototype(
      String authenticationAlgorithm,
      int dhGroup,
      String encryptionAlgorithm,
      int ikeVersion,
      Optional<Integer> keyLifetime,
      Optional<String> name,
      Optional<Which> resourceGroup) {}

  /// What is said of one that changes.
  public record Patch(
      Optional<String> authenticationAlgorithm,
      Optional<Integer> dhGroup,
      Optional<String> encryptionAlgorithm,
      Optional<Integer> ikeVersion,
      Optional<Integer> keyLifetime,
      Optional<String> name) {}

  public Outcome<IkePolicy> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.IKE_POLICY_CREATE,
        "",
        scene -> {
          List<IkePolicy> others = scene.all(IkePolicy.class);
          scene.expectRoom(others.size(), MOST, "IKE policies");
          return scene.put(
              new IkePolicy(
                  scene.regional(
                      "ike-policy",
                      scene.region(),
                      Names.own(said.name(), others, ""),
                      scene.group(said.resourceGroup())),
                  authentication(said.authenticationAlgorithm()),
                  group(said.dhGroup()),
                  encryption(said.encryptionAlgorithm()),
                  version(said.ikeVersion()),
                  lifetime(said.keyLifetime().orElse(USUAL))));
        });
  }

  private static Authentication authentication(String said) {
    return Said.word(Authentication.class, said, "authentication_algorithm");
  }

  private static Encryption encryption(String said) {
    return Said.word(Encryption.class, said, "encryption_algorithm");
  }

  private static int version(int said) {
    return Said.number(said, 1, 2, "ike_version");
  }

  private static int lifetime(int said) {
    return Said.number(said, SHORTEST, LONGEST, "key_lifetime");
  }

  private static int group(int said) {
    if ((said < 14 || said > 24) && said != 31) {
      throw Refusal.invalid("dh_group", "It is between 14 and 24, or 31.");
    }
    return said;
  }

  public Outcome<IkePolicy> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.IKE_POLICY_UPDATE,
        id,
        scene -> {
          IkePolicy it = scene.get(IkePolicy.class, id);
          String name = Names.renamed(said.name(), it, scene.all(IkePolicy.class));
          return scene.put(
              new IkePolicy(
                  Scene.renamed(it.identity(), name),
                  said.authenticationAlgorithm()
                      .map(IkePolicies::authentication)
                      .orElse(it.authentication()),
                  group(said.dhGroup().orElse(it.dhGroup())),
                  said.encryptionAlgorithm().map(IkePolicies::encryption).orElse(it.encryption()),
                  version(said.ikeVersion().orElse(it.ikeVersion())),
                  lifetime(said.keyLifetime().orElse(it.keyLifetime()))));
        });
  }

  public Outcome<IkePolicy> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.IKE_POLICY_DELETE,
        id,
        scene -> {
          IkePolicy policy = scene.get(IkePolicy.class, id);
          scene.delete(policy);
          return policy;
        });
  }
}
