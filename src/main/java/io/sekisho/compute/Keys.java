package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.mint.OpenSshKey;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Key;
import java.util.List;
import java.util.Optional;

/// SSH keys.
public final class Keys {
  private static final int MOST = 200;
  private static final int LONGEST = 16_384;

  private final Estate estate;

  public Keys(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new key.
  ///
  /// @param type `rsa` or `ed25519`, as the key itself says
  public record Prototype(
      Optional<String> name,
      String publicKey,
      Optional<Which> resourceGroup,
      Optional<String> type) {}

  /// What is said of a key that changes.
  public record Patch(Optional<String> name) {}

  public Outcome<Key> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.KEY_CREATE,
        "",
        scene -> {
          OpenSshKey parsed = parsed(said);
          List<Key> others = scene.all(Key.class);
          scene.expectRoom(others.size(), MOST, "keys");
          if (others.stream().anyMatch(it -> it.fingerprint().equals(parsed.fingerprint()))) {
            throw Refusal.conflict("This key is there already: use that one.");
          }
          return scene.put(
              new Key(
                  scene.regional(
                      "key",
                      scene.region(),
                      Names.own(said.name(), others, ""),
                      scene.group(said.resourceGroup())),
                  parsed.type(),
                  parsed.length(),
                  parsed.fingerprint(),
                  said.publicKey().strip()));
        });
  }

  private static OpenSshKey parsed(Prototype said) {
    if (said.publicKey().length() > LONGEST) {
      throw Refusal.invalid("public_key", "At most %d characters.".formatted(LONGEST));
    }
    OpenSshKey key;
    try {
      key = OpenSshKey.parse(said.publicKey());
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("public_key", "This is no SSH key: " + e.getMessage() + ".");
    }
    // IBM's type is rsa unless said: a key that says otherwise itself is believed.
    if (said.type().filter(type -> !type.equals(key.type())).isPresent()) {
      throw Refusal.invalid("type", "The key is of type " + key.type() + ".");
    }
    return key;
  }

  public Outcome<Key> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.KEY_UPDATE,
        id,
        scene -> {
          Key before = scene.get(Key.class, id);
          String name = Names.renamed(said.name(), before, scene.naming(Key.class));
          return scene.put(
              new Key(
                  Scene.renamed(before.identity(), name),
                  before.type(),
                  before.length(),
                  before.fingerprint(),
                  before.publicKey()));
        });
  }

  public Outcome<Key> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.KEY_DELETE,
        id,
        scene -> {
          Key key = scene.get(Key.class, id);
          scene.delete(key);
          return key;
        });
  }
}
