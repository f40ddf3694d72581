package io.sekisho.probe;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// A class of attacks.
///
/// @param id such as `A19`; `A` numbers are the ones that are known from the world, `B` numbers are
///   this suite's own
/// @param why what it would cost if one of the vectors worked
/// @param together whether the vectors run at the same time, for each takes long
public record Attack(String id, String title, String why, List<Vector> vectors, boolean together) {
  public Attack {
    vectors = List.copyOf(vectors);
  }

  /// One way to attack.
  ///
  /// @param name what is tried, unique within its class
  /// @param dialects where it makes sense
  public record Vector(String name, Set<Dialect> dialects, Trial trial) {
    public Vector {
      dialects = Set.copyOf(dialects);
    }

    /// A vector for every dialect.
    static Vector of(String name, Trial trial) {
      return new Vector(name, Dialect.ALL, trial);
    }

    /// A vector for those that know tokens.
    static Vector withTokens(String name, Trial trial) {
      return new Vector(name, Dialect.WITH_TOKENS, trial);
    }

    static Vector ibm(String name, Trial trial) {
      return new Vector(name, Set.of(Dialect.IBM), trial);
    }
  }

  /// What a vector does, and how it judges what came of it.
  @FunctionalInterface
  public interface Trial {
    /// @throws IOException if the target could not even be reached, which is never as expected
    Judgement run(Session session) throws IOException;
  }

  static Attack of(String id, String title, String why, List<Vector> vectors) {
    return new Attack(id, title, why, vectors, false);
  }

  static Attack together(String id, String title, String why, List<Vector> vectors) {
    return new Attack(id, title, why, vectors, true);
  }
}
