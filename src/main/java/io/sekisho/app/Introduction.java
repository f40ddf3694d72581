package io.sekisho.app;

import io.sekisho.client.Context;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import java.util.Optional;

/// Lets the CLI of the user who starts us find us.
@FunctionalInterface
interface Introduction {
  /// At the first start and wherever we listen later, unless the CLI knows another Sekisho: ours is
  /// the one whose certificate it trusts.
  ///
  /// @param ca our root's certificate
  /// @param key what opens us, if this is the first start
  /// @return whether the CLI knows us now
  boolean introduce(String url, String ca, Optional<String> key);

  /// By writing the file that the CLI of this process's user reads. Whoever asks may have been
  /// broken into: of what is kept there, nothing changes but where the same server listens.
  static Introduction here(Environment environment) {
    ContextFile file = new ContextFile(environment);
    return (url, ca, key) -> {
      try {
        Optional<Context> kept = file.kept();
        if (kept.isEmpty()) {
          key.ifPresent(opens -> file.save(new Context(url, ca, opens)));
          return key.isPresent();
        }
        boolean known = key.isEmpty() && kept.get().ca().contains(ca.strip());
        if (known && !kept.get().url().equals(url)) {
          file.save(kept.get().at(url));
        }
        return known;
      } catch (Failure _) {
        return false;
      }
    };
  }
}
