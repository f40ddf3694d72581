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

  /// By writing the file that the CLI of this process's user reads.
  static Introduction here(Environment environment) {
    ContextFile file = new ContextFile(environment);
    return (url, ca, key) -> {
      try {
        Optional<Context> kept = file.kept();
        if (kept.filter(it -> !it.ca().contains(ca.strip())).isPresent()) {
          return false;
        }
        Optional<String> opens = key.or(() -> kept.map(Context::key));
        opens.ifPresent(it -> file.save(new Context(url, ca, it)));
        return opens.isPresent();
      } catch (Failure _) {
        return false;
      }
    };
  }
}
