package io.sekisho.passage;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.gateway.IpsecPolicy;
import io.sekisho.gateway.IpsecPolicy.Authentication;
import io.sekisho.gateway.IpsecPolicy.Encryption;
import io.sekisho.gateway.IpsecPolicy.Pfs;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Identity;
import java.util.List;
import java.util.Optional;

/// IPsec policies.
public final class IpsecPolicies {
  private static final int MOST = 20;
  private static final int SHORTEST = 1_800;
  private static final int LONGEST = 86_400;
  private static final int USUAL = 3_600;
  private static final String AUTHENTICATION = "authentication_algorithm";

  private final Estate estate;

  public IpsecPolicies(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new one.
  public record Prototype(
      String authenticationAlgorithm,
      String encryptionAlgorithm,
      Optional<Integer> keyLifetime,
      Optional<String> name,
      String pfs,
      Optional<Which> resourceGroup) {}

  /// What is said of one that changes.
  public record Patch(
      Optional<String> authenticationAlgorithm,
      Optional<String> encryptionAlgorithm,
      Optional<Integer> keyLifetime,
      Optional<String> name,
      Optional<String> pfs) {}

  public Outcome<IpsecPolicy> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.IPSEC_POLICY_CREATE,
        "",
        scene -> {
          List<IpsecPolicy> others = scene.all(IpsecPolicy.class);
          scene.expectRoom(others.size(), MOST, "IPsec policies");
          Identity identity =
              scene.regional(
                  "ipsec-policy",
                  scene.region(),
                  Names.own(said.name(), others, ""),
                  scene.group(said.resourceGroup()));
          return scene.put(
              valid(
                  new IpsecPolicy(
                      identity,
                      authentication(said.authenticationAlgorithm()),
                      encryption(said.encryptionAlgorithm()),
                      pfs(said.pfs()),
                      said.keyLifetime().orElse(USUAL))));
        });
  }

  private static Authentication authentication(String said) {
    return Said.word(Authentication.class, said, AUTHENTICATION);
  }

  private static Encryption encryption(String said) {
    return Said.word(Encryption.class, said, "encryption_algorithm");
  }

  private static Pfs pfs(String said) {
    return Said.word(Pfs.class, said, "pfs");
  }

  private static IpsecPolicy valid(IpsecPolicy it) {
    Said.number(it.keyLifetime(), SHORTEST, LONGEST, "key_lifetime");
    if (it.encryption().authenticates() != (it.authentication() == Authentication.DISABLED)) {
      throw Refusal.invalid(
          AUTHENTICATION,
          "It is disabled with an encryption_algorithm that ends with gcm16, and with no other.");
    }
    return it;
  }

  public Outcome<IpsecPolicy> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.IPSEC_POLICY_UPDATE,
        id,
        scene -> {
          IpsecPolicy it = scene.get(IpsecPolicy.class, id);
          String name = Names.renamed(said.name(), it, scene.all(IpsecPolicy.class));
          return scene.put(
              valid(
                  new IpsecPolicy(
                      Scene.renamed(it.identity(), name),
                      said.authenticationAlgorithm()
                          .map(IpsecPolicies::authentication)
                          .orElse(it.authentication()),
                      said.encryptionAlgorithm()
                          .map(IpsecPolicies::encryption)
                          .orElse(it.encryption()),
                      said.pfs().map(IpsecPolicies::pfs).orElse(it.pfs()),
                      said.keyLifetime().orElse(it.keyLifetime()))));
        });
  }

  public Outcome<IpsecPolicy> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.IPSEC_POLICY_DELETE,
        id,
        scene -> {
          IpsecPolicy policy = scene.get(IpsecPolicy.class, id);
          scene.delete(policy);
          return policy;
        });
  }
}
